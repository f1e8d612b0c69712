"""What a person sees on the terminal: progress on the error stream, results on the other."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from connectors.connector import Progress as Told
from orchestration.progress import Silent

SECONDS_BETWEEN_LINES = 15
STEPS = {
    "start": "Starting",
    "sync": "Reading the sources",
    "load": "Loading what landed",
    "configure": "Writing decisions",
    "build": "Building the models",
    "check": "Checking the marts",
    "publish": "Publishing and drawing the report",
    "report": "Drawing the report",
}


class TerminalProgress:
    """A line per step: live where there is a terminal, one line at its end elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[detail]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._lock = threading.Lock()
        self._task: TaskID | None = None
        self._detail = ""
        self._said = 0.0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show one step from its start to its end."""
        words = STEPS.get(name, name)
        started = self._said = time.monotonic()
        outer, outer_detail = self._task, self._detail
        self._task = self._bars.add_task(words, total=None, detail="")
        self._detail = ""
        try:
            yield
        finally:
            self._bars.update(self._task, total=1, completed=1)
            if self._bars.disable:
                seconds = time.monotonic() - started
                line = f"{words}: {seconds:.1f} s" + (f", {self._detail}" if self._detail else "")
                print(line, file=sys.stderr)
            self._task, self._detail = outer, outer_detail

    def advance(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Show what is being worked on."""
        count = f"{done}/{total} " if done is not None and total else ""
        with self._lock:
            self._detail = f"{done} of {total}" if done is not None and total else self._detail
            if self._task is not None:
                self._bars.update(
                    self._task, detail=f"{count}{what}"[:60], completed=done, total=total
                )

    @contextmanager
    def reading(self, stream: str) -> Iterator[Told]:
        """Show one stream while it is read, in a line of its own."""
        started = time.monotonic()
        line: TaskID | None = None

        def tell(what: str, rows: int, total: int | None = None) -> None:
            nonlocal line
            detail = how_far(rows, total, time.monotonic() - started)
            if self._bars.disable:
                self._say_sometimes(f"{stream}: {detail}")
            elif line is None:
                line = self._bars.add_task(
                    f"  {stream}", total=total, completed=rows, detail=detail
                )
            else:
                self._bars.update(line, total=total, completed=rows, detail=detail)

        try:
            yield tell
        finally:
            if line is not None:
                self._bars.remove_task(line)

    def _say_sometimes(self, text: str) -> None:
        """Without a terminal: a line now and then, so that a log shows that something goes on."""
        with self._lock:
            if time.monotonic() - self._said < SECONDS_BETWEEN_LINES:
                return
            self._said = time.monotonic()
        print(text, file=sys.stderr)


def how_far(rows: int, total: int | None, seconds: float) -> str:
    """`12,300 rows`, or `12,300 of 50,000 rows, 2 min left` where the whole is known."""
    if not total or total < rows:
        return f"{rows:,} rows"
    told = f"{rows:,} of {total:,} rows"
    if not rows or rows == total or seconds < 1:
        return told
    return f"{told}, {age(seconds * (total - rows) / rows)} left"


@contextmanager
def progress(*, quiet: bool) -> Iterator[TerminalProgress | Silent]:
    """Progress for one command, or none when it is to be quiet."""
    if quiet:
        yield Silent()
        return
    with TerminalProgress() as shown:
        yield shown


def age(seconds: float) -> str:
    """A length of time as a person says it: 5 min, 3 h, 2 days."""
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size * (2 if unit == "days" else 1):
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
