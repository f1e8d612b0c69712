"""`python -m bench [cycles ...]`: all benchmarks, figures as ratios within this run.

Without arguments companies of 10,000 and 200,000 cycles are measured, and then the APIs; this
takes a quarter of an hour, most of it for dlt. `python -m bench.apis.speed [deals] [runs]` and
`python -m bench.apis.calls` measure the APIs alone.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import sheets
from bench.apis import calls, speed
from bench.build import Timing, measure
from bench.verdicts import rates
from connectors.config import load
from orchestration.building import load_raw, write_config
from orchestration.dbt import DbtProject
from orchestration.home import Home
from orchestration.night import Night, clock
from orchestration.session import open_night
from orchestration.syncing import streams_of, sync

SIZES = (10_000, 200_000)


def main() -> None:
    """Measure and print, one line a figure."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print("contact verdicts per second")
    for what, per_second in rates():
        print(f"  {what:<34}{per_second:>12,.0f}")
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="salescycle-bench-"))
        try:
            _company(folder, size)
        finally:
            shutil.rmtree(folder)
    if len(sys.argv) == 1:
        speed.speed()
        speed.memory()
        calls.main([])


def _company(folder: Path, size: int) -> None:
    """One company: the first night, a night with 1 % changed, a night with nothing new."""
    print(f"\n{size:,} cycles, about eight visits each")
    home = Home(folder / "home")
    sheets.write(folder / "company", size)
    project = DbtProject(home, load(folder / "company" / "salescycle.yml"))
    os.environ["SALESCYCLE_HOME"] = str(home.root)
    first = _night(folder, home, project, "full build")
    sheets.write_changes(folder / "company", size, 0.01, 1)
    second = _night(folder, home, project, "1 % changed")
    _night(folder, home, project, "nothing new")
    print(f"  1 % changed against full build, dbt       {second.dbt / first.dbt:>8.2f}")
    print(f"  the same for the SQL alone                {second.straight / first.straight:>8.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory so far {peak:,.0f} MB")


def _night(folder: Path, home: Home, project: DbtProject, name: str) -> Timing:
    steps: dict[str, float] = {}

    def timed(step: str, work: Callable[[], object]) -> None:
        started = time.perf_counter()
        work()
        steps[step] = time.perf_counter() - started

    with open_night(Night(load(folder / "company" / "salescycle.yml"), home, clock())) as night:
        pairs = [(source.name, stream) for source, stream in streams_of(night.sources)]
        timed("sync", lambda: sync(night, pairs))
        timed("load", lambda: load_raw(night))
        timed("configure", lambda: write_config(night))
        timed("parse", lambda: project.manifest)
        timing = measure(project, home)
    parts = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in steps.items())
    print(f"  {name}: {parts}")
    print(
        f"    dbt {timing.dbt:.2f} s, its SQL straight in DuckDB {timing.straight:.2f} s,"
        f" ratio {timing.ratio:.2f}; again with all data tests {timing.again_with_tests:.2f} s"
    )
    return timing


if __name__ == "__main__":
    main()
