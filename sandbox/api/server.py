"""The server: one or more vendor-shaped APIs under path prefixes, on 127.0.0.1 only.

HTTP/1.1 with keep-alive; an answer is one `sendall`. What is counted and what goes wrong is here,
what is said is the vendors'.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from types import TracebackType

from sandbox.api.answering import Answering
from sandbox.api.faults import Faults
from sandbox.api.tokens import Tokens
from sandbox.api.vendor import Controls, Merging, Reply, Request, Vendor
from sandbox.api.wire import Listener

__all__ = ["Controls", "Logged", "Merging", "Reply", "Request", "Sandbox", "Vendor"]

LOOPBACK = "127.0.0.1"


def real_now() -> datetime:
    """The time of the machine, where no simulated company gives another."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Logged:
    """A request that came in; `query` as it stood in the URL."""

    vendor: str
    method: str
    path: str
    query: str
    body: bytes
    has_auth: bool


class Sandbox:
    """Serves vendors: `with Sandbox([vendor], token="...") as sandbox: sandbox.url("hubspot")`.

    `now` is the clock that the Date header shows. With `keeps_log`, `requests` holds the last
    10,000 requests. `calls` counts them by (vendor, method, kind of path).
    """

    def __init__(
        self,
        vendors: Iterable[Vendor],
        *,
        token: str,
        port: int = 0,
        now: Callable[[], datetime] = real_now,
        keeps_log: bool = False,
    ):
        self.vendors = {vendor.name: vendor for vendor in vendors}
        self.tokens = {name: Tokens(token) for name in self.vendors}
        self.faults = Faults()
        self.now = now
        self.calls: Counter[tuple[str, str, str]] = Counter()
        self.requests: deque[Logged] | None = deque(maxlen=10_000) if keeps_log else None
        self.stopped = Event()
        self._lock = Lock()
        self._listener = Listener((LOOPBACK, port), Answering(self).answer)
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port on which the server listens."""
        return int(self._listener.server_address[1])

    def url(self, vendor: str) -> str:
        """The base URL of a vendor's API, for `base_url` of a source."""
        return f"http://{LOOPBACK}:{self.port}/{vendor}"

    def start(self) -> "Sandbox":
        """Listen, in a thread of its own."""
        self._thread = Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening and close every connection; hanging answers end."""
        self.stopped.set()
        if self._thread is not None:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
        self._listener.close_connections()
        self._listener.server_close()

    def count(self, vendor: Vendor, request: Request, query: str) -> None:
        """Note a request that came in."""
        with self._lock:
            self.calls[vendor.name, request.method, vendor.path_kind(request.path)] += 1
        if self.requests is not None:
            has_auth = vendor.credential(request) is not None
            line = Logged(vendor.name, request.method, request.path, query, request.body, has_auth)
            self.requests.append(line)

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
