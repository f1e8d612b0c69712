"""Benchmarks: `python -m bench`. Machines differ, so what counts are the ratios within one run."""
