"""A real server on loopback whose answers a test writes down beforehand."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest

from connectors.api.auth import Auth, StaticToken
from connectors.api.http import Client
from connectors.api.limits import Clock, Shared, Throttle
from connectors.api.policy import Policy
from sandbox.api import Sandbox, Vendor
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from tests.api.consenting import NOW, Browser, Place

TOKEN = "token-of-the-unit-tests"
POLICY = Policy(
    connect_seconds=2,
    read_seconds=5,
    tries=3,
    first_wait_seconds=0.01,
    longest_wait_seconds=0.05,
)


@dataclass
class Told:
    """An answer: `write`, if given, sends the body in its own way."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[Any], None] | None = None
    has_length: bool = True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = cast("Server", self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        server.heard.append((self.command, self.path, dict(self.headers), body))
        told = server.answers.popleft() if server.answers else Told()
        self.send_response_only(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        if told.has_length:
            self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        if told.write is None:
            self.wfile.write(told.body)
            return
        self.close_connection = True
        try:
            told.write(self.wfile)
        except OSError:
            return

    do_POST = do_GET  # noqa: N815 - the name is the library's

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: deque[Told] = deque()
        self.heard: list[tuple[str, str, dict[str, str], bytes]] = []
        self.connections = 0
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    def tell(self, *answers: Told) -> None:
        self.answers.extend(answers)

    def close(self) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


@pytest.fixture
def other() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


def client_of(server: Server, auth: Auth | None = None, policy: Policy = POLICY) -> Client:
    shared = Shared(Throttle(()), Clock())
    return Client("crm deal", f"{server.url}/api", auth or StaticToken(TOKEN), shared, policy)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    vendors: list[Vendor] = [Calendly(None, lambda: NOW), HubSpot(None, lambda: NOW)]
    with Sandbox(vendors, token="sandbox-token-of-connect", now=lambda: NOW) as sandbox:
        yield Place(tmp_path, sandbox)


@pytest.fixture
def browse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Browser], None]]:
    """Let a function be the browser, in a thread as browsers are on their own."""
    threads: list[threading.Thread] = []

    def use(browser: Browser) -> None:
        def opened(url: str) -> bool:
            threads.append(threading.Thread(target=browser, args=(url,)))
            threads[-1].start()
            return True

        monkeypatch.setattr("webbrowser.open", opened)

    yield use
    for thread in threads:
        thread.join(10)
