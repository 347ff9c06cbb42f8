"""The ways in: Prefect flows and the command line; wiring only."""
