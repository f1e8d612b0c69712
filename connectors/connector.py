"""What every connector offers, whatever system it reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from connectors.config.models import Company, Source
from connectors.errors import UserError
from connectors.landing import Landing


class Progress(Protocol):
    """Told what is being read, how many rows of it so far and, where known, of how many."""

    def __call__(self, what: str, rows: int, total: int | None = None) -> None:
        """Show it; called from any thread."""


@dataclass(frozen=True)
class ConfiguredSource:
    """One source as the user configured it, with what a connector needs of the rest of the file."""

    name: str
    type: str
    """Name of the connector."""
    settings: Source
    folder: Path
    """The folder that relative paths start from."""
    company: Company
    credentials: Path | None = None
    """Folder for tokens that the system rotates, `<home>/credentials`; None: nothing is kept."""


@dataclass
class SyncResult:
    """What one sync of one stream did.

    `rows` landed, of which `deleted` are tombstones; `bytes` and `segments` they take; `calls` to
    an API, of which `forced_calls` read again what the vendor gives no changes of. `problems` says
    in lines what of the input was wrong and still loaded, `examples` names a few landed records.
    `refused` not empty: part was not read, the stream is stale. `unavailable` is the line to show
    for an optional stream that the credential may not read: what to grant; it is no error.
    """

    rows: int = 0
    bytes: int = 0
    deleted: int = 0
    segments: int = 0
    calls: int = 0
    forced_calls: int = 0
    problems: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)
    unavailable: str | None = None


@dataclass(frozen=True)
class Finding:
    """What trying something out showed; `detail` of a bad one ends with the fix."""

    what: str
    is_good: bool
    detail: str


class Connector(Protocol):
    """One kind of system."""

    @property
    def name(self) -> str:
        """The connector's name: `type` in salescycle.yml, first part of its raw tables."""

    @property
    def all_streams(self) -> tuple[str, ...]:
        """Every stream that the connector can have; each has a raw table, used or not."""

    def streams(self, source: ConfiguredSource) -> tuple[str, ...]:
        """The streams that this source feeds, in a stable order."""

    def parents(self, stream: str) -> tuple[str, ...]:
        """Streams of the same source whose landed rows this one reads, so that they go first."""

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Try the source out, as cheaply as shows whether a sync would succeed; lands nothing."""

    def sync(
        self,
        source: ConfiguredSource,
        stream: str,
        landing: Landing,
        *,
        now: datetime,
        accept_shrink: bool = False,
        progress: Progress | None = None,
    ) -> SyncResult:
        """Land what changed in one stream since its last sync.

        `now` (aware) is the instant that all landed rows carry. `accept_shrink` takes a complete
        read that returns less than half of the last one. Raises StreamFailed when nothing of the
        stream can be read now; what is complete stays landed.
        """
