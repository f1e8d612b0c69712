"""One day of the simulated company, through the same command that a real company uses.

The first call writes the company's history up to its opening day, each further one its next day.
The day is recorded once its sheets are complete and once more when a run has taken them in: after
a kill or a failed run the same day is written and run again, and comes out the same.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from sandbox import sheets
from sandbox.company import Company
from sandbox.company.clock import day_of
from sandbox.sheets.cells import put

SEED = 7
TAKEN_IN = (0, 1, 3)
"""Exit codes of a run that got to its end: published, blocked by a check, or stale in part."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sandbox is: the last day written, and whether a run has taken it in."""

    seed: int = SEED
    day: int = 0
    is_taken_in: bool = False

    @property
    def next_day(self) -> int:
        """The day to run now."""
        return self.day + 1 if self.is_taken_in else self.day


def load(path: Path) -> Progress:
    """The recorded progress; that of a sandbox never opened if there is none."""
    return Progress(**json.loads(path.read_text())) if path.exists() else Progress()


def save(path: Path, progress: Progress) -> None:
    """Record the progress, whole or not at all."""
    put(path, json.dumps(asdict(progress)).encode())


def main() -> int:
    """Live one day and run it; returns the exit code of `salescycle run`."""
    home = Path(os.environ.get("SALESCYCLE_HOME") or ".salescycle").absolute()
    folder = home / "sandbox"
    record = folder / "progress.json"
    progress = load(record)
    day = progress.next_day
    sheets.write(Company(progress.seed, day=day), folder, day)
    save(record, Progress(progress.seed, day))

    from orchestration.cli import main as salescycle

    config = folder / "salescycle.yml"
    words = ["run", "--config", str(config), "--home", str(home), "--as-of", str(day_of(day))]
    code = salescycle(words)
    if code in TAKEN_IN:
        save(record, Progress(progress.seed, day, is_taken_in=True))
    return code


if __name__ == "__main__":
    sys.exit(main())
