"""One system, served over HTTP to one configured source, and the nights over it."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from connectors.config.models import Company
from connectors.connector import ConfiguredSource, SyncResult
from connectors.landing import Landing
from sandbox.api import Sandbox
from sandbox.api.answering import Answer
from tests.conformance.subjects import Subject

TOKEN = "sandbox-token-of-the-suite"
START = datetime(2026, 3, 2, 3, tzinfo=UTC)
"""The vendor's clock on the first night; it is not the machine's."""
NIGHT = timedelta(hours=2)
"""From one sync to the next: longer than any stream's lag, shorter than until meetings begin."""
COUNT = 250
"""Records of the main stream: more than two pages of either vendor."""

Row = dict[str, Any]


class Recorder(Sandbox):
    """A sandbox that keeps what it sent, and tells of each request before it is answered."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.bodies: list[bytes] = []
        self.keeps_bodies = True
        self.is_spaced = False
        """Whether answers are written with blanks and line ends, which JSON allows anywhere."""
        self.heard: Callable[[Mapping[str, str]], None] = lambda headers: None
        self.answers = self._listener.answers
        self._listener.answers = self._recorded

    def _recorded(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        self.heard(headers)
        answer = self.answers(method, target, headers, body)
        if self.is_spaced and answer.status in (200, 207):
            answer.body = json.dumps(json.loads(answer.body), indent=1).encode()
        if self.keeps_bodies:
            self.bodies.append(answer.body)
        return answer


class World:
    """A subject's API with nothing in it, and the landing folder of a source that reads it."""

    def __init__(
        self, subject: Subject, folder: Path, *, oauth: bool = False, timeout: int = 20
    ) -> None:
        self.subject, self.folder = subject, folder
        self.now = START
        self.vendor = subject.vendor(lambda: self.now)
        self.sandbox = Recorder(
            [self.vendor], token=TOKEN, now=lambda: self.now, keeps_log=True
        ).start()
        self.tokens = self.sandbox.tokens[subject.name]
        self.is_oauth, self.timeout = oauth, timeout
        self.landing = Landing(folder / "landing")
        self.source = configured(subject, folder, self.access())

    def access(self) -> dict[str, Any]:
        """Where the API is and what lets us in, as a source is configured."""
        url = self.sandbox.url(self.subject.name)
        access: dict[str, Any] = {"base_url": url, "auth_url": url, "timeout_seconds": self.timeout}
        if not self.is_oauth:
            return access | dict(self.subject.access(TOKEN))
        tokens = self.tokens
        names = ("client_id", "client_secret", "refresh_token")
        return access | {"oauth": {name: getattr(tokens, name) for name in names}}

    @property
    def calls(self) -> int:
        """Requests that the sandbox counted, without those for tokens."""
        return sum(
            count
            for (_, _, path), count in self.sandbox.calls.items()
            if path != self.vendor.token_path
        )

    def sync(self, stream: str, **options: Any) -> SyncResult:
        """Sync one stream; what the result says is held against what can be counted."""
        calls, rows = self.calls, len(self.rows(stream))
        result = self.subject.connector.sync(
            self.source, stream, self.landing, now=self.now, **options
        )
        assert result.calls == self.calls - calls
        assert 0 <= result.forced_calls <= result.calls
        assert result.rows == len(self.rows(stream)) - rows
        assert result.deleted == sum(row["is_deleted"] for row in self.rows(stream)[rows:])
        return result

    def prepare(self, stream: str) -> None:
        """Sync what the stream is built on, down to the bottom, but not the main stream."""
        for parent in self.subject.connector.parents(stream):
            if parent != self.subject.main:
                self.prepare(parent)
                if not self.landing.segments(self.source.name, parent):
                    assert not self.sync(parent).refused

    def main(self, **options: Any) -> SyncResult:
        """Sync the main stream; what it is built on has been read by then."""
        self.prepare(self.subject.main)
        return self.sync(self.subject.main, **options)

    def child(self, **options: Any) -> SyncResult:
        """Sync the children of the main stream; nothing where no stream reads any."""
        if not self.subject.has_children:
            return SyncResult(segments=1)
        self.prepare(self.subject.child)
        return self.sync(self.subject.child, **options)

    def children(self) -> list[Row]:
        """The landed rows of the children."""
        return self.rows(self.subject.child) if self.subject.has_children else []

    def night(self) -> None:
        """Let time pass until the next sync."""
        self.now += NIGHT

    @contextmanager
    def broken(self, kind: str, **details: Any) -> Iterator[None]:
        """A fault for the requests made meanwhile, which must hit at least one."""
        faults = self.sandbox.faults
        before = faults.hits
        faults.add(kind, **details)  # type: ignore[arg-type]
        yield
        assert faults.hits > before, f"{kind} hit nothing"
        faults.clear()

    def rows(self, stream: str, landing: Landing | None = None) -> list[Row]:
        """All landed rows in landing order."""
        batches = (landing or self.landing).read(self.source.name, stream)
        return [row for batch in batches for row in batch.to_pylist()]

    def live(self, stream: str, landing: Landing | None = None) -> dict[str, Any]:
        """Record -> its last landed payload, without those that are gone."""
        last = {row["record_id"]: row for row in self.rows(stream, landing)}
        return {key: json.loads(r["payload"]) for key, r in last.items() if not r["is_deleted"]}

    def state(self, stream: str) -> dict[str, Any]:
        return dict(self.landing.state(self.source.name, stream))

    def last_segment_rows(self, stream: str) -> int:
        newest = self.landing.segments(self.source.name, stream)[-1]
        return int(pq.read_metadata(newest).num_rows)

    def truth(self) -> dict[str, Any]:
        """What somebody who reads the main stream now for the first time gets."""
        return self.read_anew()[0]

    def read_anew(self) -> tuple[dict[str, Any], int]:
        """The main stream as a first read shows it, and the calls that this costs."""
        other = Landing(self.folder / f"anew-{self.calls}")
        for stream in (*self.subject.connector.parents(self.subject.main), self.subject.main):
            result = self.subject.connector.sync(self.source, stream, other, now=self.now)
            assert not result.refused
        return self.live(self.subject.main, other), result.calls

    @property
    def pages(self) -> int:
        """Pages of a first read of COUNT records."""
        return math.ceil(COUNT / self.subject.page)

    def close(self) -> None:
        self.sandbox.stop()


def configured(subject: Subject, folder: Path, access: dict[str, Any]) -> ConfiguredSource:
    """A source as the configuration would give it."""
    name = f"the_{subject.name}"
    settings = subject.settings.model_validate(
        {"name": name, "type": subject.name, "calls_per_second": 100_000, **access}
    )
    return ConfiguredSource(
        name, subject.name, settings, folder, Company(), credentials=folder / "credentials"
    )
