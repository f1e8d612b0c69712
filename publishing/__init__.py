"""From the checked warehouse to what people read: versions of files behind one link, and a report.

What belongs here: reading DuckDB files and writing files. It is given paths and plain values, and
knows neither sources nor configuration nor the orchestrator.
"""
