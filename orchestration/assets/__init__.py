"""The steps of the job as Dagster assets, one module per arrow of the data flow, left to right.

Each module wraps a function that works without Dagster; here are keys, groups, descriptions and
what the UI shows of a result.
"""
