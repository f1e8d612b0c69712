"""Speed and memory of landing deals, in ratios within one run.

`python -m bench.apis.speed [deals] [runs]`.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.apis import compared
from bench.apis.server import serving

DEALS, RUNS, MANY = 50_000, 5, 500_000


def main() -> None:
    """Measure with the numbers of the command line."""
    deals, runs = [*map(int, sys.argv[1:]), *(DEALS, RUNS)[len(sys.argv) - 1 :]]
    speed(deals, runs)
    memory(deals, MANY)


def speed(deals: int = DEALS, runs: int = RUNS) -> None:
    """Print the medians of the ratios; each run does everything once, one after the other."""
    print(f"\n{deals:,} deals from a HubSpot-shaped listing, {runs} runs")
    why_not = compared.install()
    found: dict[str, list[float]] = {}
    with serving(deals) as url:
        for _ in range(runs):
            plain, landing, loading = (
                _work(name, url)[0] for name in ("requests", "landing", "loading")
            )
            found.setdefault("landing / plain requests", []).append(landing / plain)
            found.setdefault("landing and loading / plain requests", []).append(loading / plain)
            if why_not is None:
                with _folder() as folder:
                    other = compared.seconds(url, folder)
                found.setdefault("dlt / landing and loading", []).append(other / loading)
            found.setdefault("deals a second, landed and loaded", []).append(deals / loading)
    for what, values in found.items():
        middle, low, high = statistics.median(values), min(values), max(values)
        digits = 0 if high > 1_000 else 2
        spread = f"({low:,.{digits}f} to {high:,.{digits}f})"
        print(f"  {what:<40}{middle:>8,.{digits}f}  {spread}")
    if why_not is not None:
        print(f"  not compared with dlt, which could not be installed: {why_not}")


def memory(few: int = DEALS, many: int = MANY) -> None:
    """Print the peak memory of landing few and many deals."""
    peaks = []
    for deals in (few, many):
        with serving(deals) as url:
            peaks.append(_work("landing", url)[1])
    print(f"peak memory of landing {few:,} and {many:,} deals")
    print(f"  {peaks[0]:,.0f} MB and {peaks[1]:,.0f} MB, ratio {peaks[1] / peaks[0]:.2f}")


def _work(name: str, url: str) -> tuple[float, float]:
    """Seconds and peak MB of one piece of work, done in a process of its own."""
    with _folder() as folder:
        command = [sys.executable, "-m", "bench.apis.work", name, url, str(folder)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, peak = map(float, told.split())
    return seconds, peak


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="salescycle-bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    main()
