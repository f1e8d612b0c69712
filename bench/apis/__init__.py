"""Benchmarks of the API connectors: speed, memory, calls."""
