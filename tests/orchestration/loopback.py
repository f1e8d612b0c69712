"""A small system behind an API on loopback, and the connector that reads it, in HubSpot's place."""

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from connectors.connector import ConfiguredSource, Finding, Progress, SyncResult
from connectors.errors import StreamFailed
from connectors.landing import Landing, Row

TOKEN = "pat-eu1-0f1e2d3c-secret"


@dataclass
class System:
    """What the server answers and what it saw. `pages` of a stream: how many; default one."""

    url: str = ""
    seconds: float = 0.0
    pages: dict[str, int] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    events: list[tuple[str, str]] = field(default_factory=list)
    """("begin" or "end", path) in order."""
    most_at_once: int = 0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, path: str) -> None:
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
            self.events.append(("begin", path))
        time.sleep(self.seconds)

    def end(self, path: str) -> None:
        with self._lock:
            self._open -= 1
            self.events.append(("end", path))

    def place(self, event: str, path: str) -> int:
        return self.events.index((event, path))


@contextmanager
def serving() -> Iterator[System]:
    """The system, listening."""
    system = System()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.strip("/")
            *_, stream, page = path.split("/")
            system.begin(path)
            known = self.headers["Authorization"] == f"Bearer {TOKEN}"
            status = 500 if stream in system.failing else 200 if known else 401
            body = json.dumps({"is_last": int(page) + 1 >= system.pages.get(stream, 1)}).encode()
            system.end(path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    system.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Small:
    """The connector: each stream's page is one row. `declared`: stream: its parents."""

    declared: Mapping[str, tuple[str, ...]]
    unavailable: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    counts: bool = True
    name: str = "hubspot"

    @property
    def all_streams(self) -> tuple[str, ...]:
        return tuple(self.declared)

    def streams(self, source: ConfiguredSource) -> tuple[str, ...]:
        return tuple(self.declared)

    def parents(self, stream: str) -> tuple[str, ...]:
        return self.declared[stream]

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        self._get(source, "probe", 0)
        yield Finding(source.name, True, "answers")

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
        if stream in self.unavailable:
            return SyncResult(calls=1, unavailable=f"{stream}: grant the scope crm.{stream}.read")
        with landing.writer(source.name, stream, extracted_at=now) as writer:
            page, is_last = 0, False
            while not is_last:
                is_last = self._get(source, stream, page)["is_last"]
                writer.add(Row(f"{stream}-{page}", "{}"))
                page += 1
                if progress is not None:
                    progress(f"{source.name} {stream}", page, 100)
            writer.commit({"all": {"rows": page} if self.counts else {}})
            return SyncResult(rows=writer.rows, calls=page, forced_calls=min(page, 1))

    def _get(self, source: ConfiguredSource, stream: str, page: int) -> dict[str, bool]:
        token = source.settings.token.get_secret_value()  # type: ignore[union-attr]
        if stream in self.broken:
            raise RuntimeError(f"{{'Authorization': 'Bearer {token}'}}")
        base = source.settings.base_url  # type: ignore[union-attr]
        url = f"{base}/{source.name}/{stream}/{page}"
        response = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10)
        if response.status_code != 200:
            raise StreamFailed(f"{stream}: answered {response.status_code}; run again later")
        return response.json()  # type: ignore[no-any-return]
