"""The wire: requests read by the standard library, answers written in one piece."""

import socket
import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from sandbox.api.answering import Answer

REASONS = {status.value: status.phrase for status in HTTPStatus}
Answers = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""Answers a method, a target, headers with keys in lower case, and a body."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        """Read one request and answer it."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        answers = cast(Listener, self.server).answers
        self._send(answers(self.command, self.path, headers, body))

    def _send(self, answer: Answer) -> None:
        lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        lines += [f"Content-Length: {len(answer.body)}", "", ""]
        head = "\r\n".join(lines).encode("latin-1")
        body = answer.body[: len(answer.body) // 2] if answer.is_cut else answer.body
        self.connection.sendall(head + (b"" if self.command == "HEAD" else body))
        if answer.is_cut:
            self.close_connection = True


class Listener(ThreadingHTTPServer):
    """Listens, one thread per connection, and can close them all."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], answers: Answers):
        super().__init__(address, Handler)
        self.answers = answers
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a new connection in a thread."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show what went wrong; a client that goes away in the middle is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """Close what clients keep open."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
