"""The library: one module a stage, in the order a byte travels; knows no plug-in and no Prefect."""
