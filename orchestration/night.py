"""One run: what it was asked for, what it found out, and the exit code that follows from it.

Every step of the job gets the same `Night`. Steps put their results here, so that the exit code
comes from what happened and not from what the orchestrator calls a success.
"""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from connectors.config.models import Config
from connectors.connector import ConfiguredSource
from connectors.errors import ConfigError, UserError
from connectors.registry import configured_sources
from orchestration.home import Home
from orchestration.progress import Progress, Silent
from orchestration.record import CheckRecord, RunRecord, StreamRecord, append
from orchestration.redaction import learn, redact

log = logging.getLogger("salescycle")


class ExitCode:
    """What the shell is told; the first that applies: 2, 4, 1, 3, 0."""

    PUBLISHED = 0
    BLOCKED = 1
    USAGE = 2
    STALE = 3
    FAILED = 4


def clock() -> datetime:
    """The instant at which a run starts: SALESCYCLE_NOW if set, so that a run can be repeated."""
    given = os.environ.get("SALESCYCLE_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ConfigError(
            f"SALESCYCLE_NOW: {given!r} is no instant; write it like 2026-03-01T02:00:00+00:00"
        )
    return instant.astimezone(UTC)


@dataclass
class Night:
    """A run of the job or of some of its steps.

    `now` is the one instant that all landed rows carry; `config` None is a company without sources.
    """

    config: Config | None
    home: Home
    now: datetime
    command: str = "run"
    only: frozenset[str] | None = None
    """Sources to sync; None: all."""
    full: bool = False
    accept_shrink: bool = False
    progress: Progress = field(default_factory=Silent)
    run_id: str = field(default_factory=lambda: secrets.token_hex(4))

    streams: dict[tuple[str, str], StreamRecord] = field(default_factory=dict)
    checks: int = 0
    failed_checks: list[CheckRecord] = field(default_factory=list)
    built: str | None = None
    published: Path | None = None
    as_of: datetime | None = None
    config_hash: str | None = None
    failure: BaseException | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        learn(self.config, self.home.credentials)

    @property
    def build_id(self) -> str:
        """The name of what this run builds: sortable by time, unique."""
        return f"{self.now:%Y%m%dT%H%M%SZ}-{self.run_id}"

    @property
    def sources(self) -> tuple[ConfiguredSource, ...]:
        """All configured sources, synced by this run or not."""
        if self.config is None:
            return ()
        return configured_sources(self.config, self.home.credentials)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Run one step: times it and keeps the first failure, which goes on to the caller."""
        started = datetime.now(UTC)
        try:
            with self.progress.step(name):
                yield
        except BaseException as error:
            if self.failure is None:
                self.failure = error
            log.error("%s failed", name, exc_info=error)
            raise
        finally:
            self.seconds[name] = (datetime.now(UTC) - started).total_seconds()

    @property
    def blocking(self) -> list[CheckRecord]:
        """The failed checks that forbid publishing."""
        return [check for check in self.failed_checks if check.blocking]

    @property
    def warnings(self) -> list[CheckRecord]:
        """The failed checks that do not."""
        return [check for check in self.failed_checks if not check.blocking]

    @property
    def stale(self) -> list[StreamRecord]:
        """The streams whose last sync did not succeed."""
        found = [stream for stream in self.streams.values() if stream.status == "stale"]
        return sorted(found, key=lambda stream: (stream.source, stream.stream))

    @property
    def unavailable(self) -> list[StreamRecord]:
        """The optional streams that a credential may not read: shown, no error."""
        found = [stream for stream in self.streams.values() if stream.status == "unavailable"]
        return sorted(found, key=lambda stream: (stream.source, stream.stream))

    @property
    def exit_code(self) -> int:
        """The first that applies of usage, failure, blocked, stale, published."""
        if isinstance(self.failure, ConfigError):
            return ExitCode.USAGE
        if self.failure is not None:
            return ExitCode.FAILED
        if self.blocking:
            return ExitCode.BLOCKED
        return ExitCode.STALE if self.stale else ExitCode.PUBLISHED

    def finish(self) -> None:
        """Write the end of this run to the run record."""
        append(
            self.home.record,
            RunRecord(
                run=self.run_id,
                command=self.command,
                started_at=self.now,
                finished_at=datetime.now(UTC),
                exit_code=self.exit_code,
                build=self.built,
                published=self.published.name if self.published else None,
                as_of=self.as_of,
                config_hash=self.config_hash,
                checks=self.checks,
                failed_checks=self.failed_checks,
                failure=one_line(self.failure) if self.failure else None,
            ),
        )


def one_line(error: BaseException) -> str:
    """What to show of an error: a user's own in full, the first line of any other with its kind."""
    if isinstance(error, UserError):
        return str(error)
    lines = redact(str(error)).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
