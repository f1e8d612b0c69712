"""Servers that answer badly, and one of another host that writes down what it is asked."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""
Answers = Callable[[str, Mapping[str, str]], Answer]
"""Answers a target and its headers, whose names are in lower case."""


class Server:
    """A real server on loopback; `heard` holds every request as text."""

    def __init__(self, answers: Answers) -> None:
        heard: list[str] = []
        self.heard = heard

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                heard.append(f"{self.requestline}\n{self.headers}\n{body.decode()}")
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, more, answer = answers(self.path, headers)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Answer requests as long as the context lasts."""
        thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def nothing(target: str, headers: Mapping[str, str]) -> Answer:
    """An answer that any connector takes for an empty one."""
    return 200, {"Content-Type": "application/json"}, b"{}"


def _sent(headers: Mapping[str, str]) -> str:
    return headers.get("authorization", "").removeprefix("Bearer ")


def _spelt(token: str) -> str:
    return f"{token} {quote(token, safe='')} {base64.b64encode(token.encode()).decode()}"


def status(code: int, **more: str) -> Answers:
    """The status with a vendor's JSON whose message tells the token in every spelling."""

    def answers(target: str, headers: Mapping[str, str]) -> Answer:
        token = _sent(headers)
        body = {"message": f"{_spelt(token)} may not", "title": token, "category": token}
        return code, {"Content-Type": "application/json", **more}, json.dumps(body).encode()

    return answers


def cut_message(target: str, headers: Mapping[str, str]) -> Answer:
    """A message so long that what is shown of it may end in the middle of the token."""
    body = {"message": f"{'the vendor says: ' * 11} {_sent(headers)}"}
    return 400, {"Content-Type": "application/json"}, json.dumps(body).encode()


def html(code: int) -> Answers:
    """A page that shows the request it was asked with."""

    def answers(target: str, headers: Mapping[str, str]) -> Answer:
        sent = headers.get("authorization")
        page = f"<html><pre>Authorization: {sent}</pre>{_spelt(_sent(headers))}"
        return (
            code,
            {"Content-Type": "text/html", "Set-Cookie": f"t={_sent(headers)}"},
            page.encode(),
        )

    return answers


def odd_type(target: str, headers: Mapping[str, str]) -> Answer:
    """No JSON, and a content type that is a secret itself."""
    return 200, {"Content-Type": f"text/{_sent(headers)}"}, b"<html>"


def redirect(to: str) -> Answers:
    """To another host, with the token in user, query and path."""

    def answers(target: str, headers: Mapping[str, str]) -> Answer:
        token = quote(_sent(headers), safe="")
        scheme, _, host = to.partition("://")
        return 307, {"Location": f"{scheme}://{token}@{host}/{token}?token={token}"}, b""

    return answers


def redirect_to_a_name(target: str, headers: Mapping[str, str]) -> Answer:
    """To a host that bears the token as its name."""
    return 302, {"Location": f"http://{quote(_sent(headers), safe='')}.example.com/"}, b""


def refused_grant(target: str, headers: Mapping[str, str]) -> Answer:
    """A token endpoint that refuses; all else never gets asked."""
    body = {"error": "invalid_grant", "error_description": "the token told was refused"}
    return 400, {"Content-Type": "application/json"}, json.dumps(body).encode()
