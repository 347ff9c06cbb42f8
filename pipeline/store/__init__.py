"""The database: models, session, loading, corrections, search."""
