"""The home folder: where everything that a company's runs produce lies, and who may write to it.

landing/  warehouse.duckdb  published/  credentials/  logs/  dagster/  dbt_target/
runs.jsonl   what every run did        VERSION   the layout of this folder        lock
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import HomeError

LAYOUT = 1
"""The layout that this code writes; a folder of another one is refused, never rebuilt silently."""


class HomeBusy(HomeError):  # noqa: N818 - what is wrong, told to the user
    """Another run is writing to the home folder."""


@dataclass(frozen=True)
class Home:
    """Names of what lies in a home folder; nothing is created by naming it."""

    root: Path

    @property
    def landing(self) -> Path:
        """Immutable segments, `<source>/<stream>/000001.parquet`."""
        return self.root / "landing"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that dbt and the checks work on."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """What readers open."""
        return self.root / "published"

    @property
    def logs(self) -> Path:
        """One log per run, and dbt's."""
        return self.root / "logs"

    @property
    def credentials(self) -> Path:
        """Tokens that systems rotate, one file per source."""
        return self.root / "credentials"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage: the history of runs that its UI shows."""
        return self.root / "dagster"

    @property
    def dbt_target(self) -> Path:
        """dbt's artifacts and its cache of the parsed project."""
        return self.root / "dbt_target"

    @property
    def record(self) -> Path:
        """The run record, one JSON object per line."""
        return self.root / "runs.jsonl"

    @property
    def version(self) -> Path:
        """A file that holds the layout number."""
        return self.root / "VERSION"

    def check_layout(self) -> None:
        """Raise HomeError if the folder is of another layout than this code reads and writes."""
        try:
            found = self.version.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            if not (self.landing.exists() or self.warehouse.exists()):
                return
            found = "0"
        except OSError as error:
            raise HomeError(f"{self.version}: {error.strerror}; make the folder readable") from None
        if not found.isdigit():
            raise HomeError(
                f"{self.version}: holds {found!r} and no layout number; write {LAYOUT} into it if a"
                " run of this version made the folder"
            )
        if int(found) > LAYOUT:
            raise HomeError(
                f"{self.root}: layout {found} was written by a newer salescycle, this one knows"
                f" {LAYOUT}; run `pip install --upgrade salescycle`"
            )
        if int(found) < LAYOUT:
            raise HomeError(
                f"{self.root}: layout {found} was written by an older salescycle and cannot be"
                f" carried over; run `mv {self.root} {self.root}.old` and `salescycle run`, which"
                " reads the sources again"
            )

    def prepare(self) -> None:
        """Create the folder and mark its layout. Raises HomeError if that is impossible."""
        self.check_layout()
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.version.exists():
                temporary = self.root / f".VERSION-{os.getpid()}"
                temporary.touch(mode=0o600)
                temporary.write_text(f"{LAYOUT}\n", encoding="utf-8")
                temporary.replace(self.version)
            for private in (self.logs, self.landing, self.credentials):
                private.mkdir(mode=0o700, exist_ok=True)
                private.chmod(0o700)
        except OSError as error:
            raise HomeError(
                f"{error.filename}: {error.strerror}; choose a folder you may write to with --home"
            ) from None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one run. Raises HomeBusy while another process has it.

        The lock is the kernel's and ends with the process, however that ends.
        """
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                owner = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
                raise HomeBusy(
                    f"{self.root}: another run is active (process {owner or 'unknown'}); wait"
                    " until it ends"
                ) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
            yield
        finally:
            os.close(descriptor)
