"""CSV, XLSX, Parquet, SQLite and JSON Lines from one schema."""
