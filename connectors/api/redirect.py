"""Where a browser comes back to after a consent: a server on this machine's loopback (RFC 8252).

It takes one answer, to the question that was asked (`state`), and says to the person what became
of it. Nothing of an answer is logged.
"""

import hmac
import html
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qs, urlsplit

from connectors.errors import ConfigError

LOOPBACK = "127.0.0.1"
PATH = "/callback"
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>salescycle</title>
<body><p>{}</p></body></html>
"""


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        """Answer a browser."""
        url = urlsplit(self.path)
        if url.path != PATH:
            self._say(404, "There is nothing here.")
            return
        given = {name: values[0] for name, values in parse_qs(url.query).items()}
        self._say(*cast("_Server", self.server).take(given))

    def _say(self, status: int, words: str) -> None:
        page = _PAGE.format(html.escape(words)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the line would hold the code."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # elsewhere another process could listen beside this one
    allow_reuse_port = False

    def __init__(self, port: int, state: str) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.answer: dict[str, str] | None = None
        self.others = 0
        self.come = threading.Event()
        self._state = state
        self._taking = threading.Lock()

    def take(self, given: dict[str, str]) -> tuple[int, str]:
        """Take the answer of a browser, if it is the one that is waited for."""
        with self._taking:
            if not hmac.compare_digest(given.get("state", "").encode(), self._state.encode()):
                self.others += 1
                return 400, "This belongs to another attempt; go on in the newest window."
            if self.answer is not None:
                return 409, "This was answered already; look into the terminal."
            if "code" not in given and "error" not in given:
                return 400, "There is no answer in this."
            self.answer = given
            self.come.set()
        if "error" in given:
            return 200, "The consent was not given; look into the terminal."
        return 200, "Thank you. Close this window and go on in the terminal."


class Redirect:
    """Listens on a port of the loopback as long as the context lasts, 0 for any free one.

    Raises ConfigError if the port is taken.
    """

    def __init__(self, port: int, state: str, host: str = LOOPBACK) -> None:
        try:
            self._server = _Server(port, state)
        except OSError as error:
            raise ConfigError(
                f"--port {port}: {error.strerror}; end what listens there, or register another "
                "redirect URI with the app and give its port"
            ) from None
        self.uri = f"http://{host}:{self._server.server_port}{PATH}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    def answer(self, seconds: float) -> dict[str, str] | None:
        """The parameters that the browser came back with, None if none came in time."""
        self._server.come.wait(seconds)
        return self._server.answer

    @property
    def others(self) -> int:
        """How many answers to something else came."""
        return self._server.others

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
