"""One day of the simulated company, through the same command that a real company uses.

The first call shows the company's history up to its opening day, each further one its next day:
its CRM and its calendar served as their vendors do, the rest in sheets (or all of it in sheets, in
the world that a sandbox was opened in). The day is recorded once it can be read and once more when
a run has taken it in: after a kill or a failed run the same day comes out the same again.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sandbox.company import Company
from sandbox.company.clock import day_of
from sandbox.sheets.cells import put
from sandbox.worlds import WORLDS

SEED = 7
TAKEN_IN = (0, 1, 3)
"""Exit codes of a run that got to its end: published, blocked by a check, or stale in part."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sandbox is: the last day shown, whether a run has taken it in, its world."""

    seed: int = SEED
    day: int = 0
    is_taken_in: bool = False
    world: str = "apis"

    @property
    def next_day(self) -> int:
        """The day to run now."""
        return self.day + 1 if self.is_taken_in else self.day


def load(path: Path) -> Progress:
    """The recorded progress; that of a sandbox never opened if there is none.

    A record that names no world is of a sandbox that has only ever had sheets.
    """
    if not path.exists():
        return Progress()
    return Progress(**{"world": "sheets"} | json.loads(path.read_text()))


def save(path: Path, progress: Progress) -> None:
    """Record the progress, whole or not at all."""
    put(path, json.dumps(asdict(progress)).encode())


def main() -> int:
    """Live one day and run it; returns the exit code of `salescycle run`."""
    home = Path(os.environ.get("SALESCYCLE_HOME") or ".salescycle").absolute()
    folder = home / "sandbox"
    record = folder / "progress.json"
    progress = load(record)
    day, world = progress.next_day, progress.world
    shown = replace(progress, day=day, is_taken_in=False)

    from orchestration.cli import main as salescycle

    with WORLDS[world](Company(progress.seed, day=day), folder, day):
        save(record, shown)
        config = folder / "salescycle.yml"
        words = ["run", "--config", str(config), "--home", str(home), "--as-of", str(day_of(day))]
        code = salescycle(words)
    if code in TAKEN_IN:
        save(record, replace(shown, is_taken_in=True))
    return code


if __name__ == "__main__":
    sys.exit(main())
