"""One day of the simulated company, through the same command that a real company uses.

The first call shows the company's history up to its opening day, each further one its next day:
its CRM and its calendar served as their vendors do, the rest in sheets (or all of it in sheets, in
the world that a sandbox was opened in, `python -m sandbox.run salesforce`). The day is recorded
once it can be read and once more when a run has taken it in: after a kill or a failed run the same
day comes out the same again.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sandbox.company import Company
from sandbox.company.clock import day_of
from sandbox.crms import CRMS
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
    world: str = CRMS[0].name

    @property
    def next_day(self) -> int:
        """The day to run now."""
        return self.day + 1 if self.is_taken_in else self.day


def load(path: Path) -> Progress:
    """The recorded progress; that of a sandbox never opened if there is none.

    A record that names no world is of a sandbox that has only ever had sheets; `apis` was the name
    of the one world with APIs, when there was no other CRM.
    """
    if not path.exists():
        return Progress()
    progress = Progress(**{"world": "sheets"} | json.loads(path.read_text()))
    return replace(progress, world=CRMS[0].name) if progress.world == "apis" else progress


def save(path: Path, progress: Progress) -> None:
    """Record the progress, whole or not at all."""
    put(path, json.dumps(asdict(progress)).encode())


def main(wanted: str = "") -> int:
    """Live one day and run it; returns the exit code of `salescycle run`.

    `wanted` is the world of a new sandbox, empty for that of an old one or the first of all.
    """
    if wanted and wanted not in WORLDS:
        print(f"{wanted!r} is none of {', '.join(WORLDS)}", file=sys.stderr)
        return 2
    home = Path(os.environ.get("SALESCYCLE_HOME") or ".salescycle").absolute()
    folder = home / "sandbox"
    record = folder / "progress.json"
    progress = load(record)
    if wanted and record.exists() and progress.world != wanted:
        print(
            f"{folder}: was opened with {progress.world}; name another home in SALESCYCLE_HOME",
            file=sys.stderr,
        )
        return 2
    progress = replace(progress, world=wanted or progress.world)
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
    sys.exit(main(*sys.argv[1:2]))
