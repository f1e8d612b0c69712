"""The work that is killed: a whole `salescycle run`, its clock fixed."""

import os
from collections.abc import Callable

from orchestration.cli import main


def run_night(report: Callable[[str], None], *, config: str, home: str, now: str) -> None:
    """One night of the company of `config` at the instant `now`; it must publish."""
    os.environ["SALESCYCLE_NOW"] = now
    report("run")
    code = main(["run", "--config", config, "--home", home, "--quiet"])
    if code != 0:
        raise RuntimeError(f"the run ended with {code}")
    report("done")
