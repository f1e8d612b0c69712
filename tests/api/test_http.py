"""One request: bounded in time and tries, a credential for one host, errors without secrets."""

import gzip
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
import pytest

from connectors.api.http import Request
from connectors.errors import CursorRejected, NotFound, ScopeMissing, StreamFailed
from tests.api.conftest import POLICY, TOKEN, Server, Told, client_of

PATH = Request("things")
decode = msgspec.json.decode
VENDOR_CLOCKS = {
    "years behind": datetime(2020, 2, 29, 12, tzinfo=UTC),
    "years ahead": datetime(2040, 1, 1, tzinfo=UTC),
}


def drip(times: int, pause: float, *, is_chunked: bool) -> Any:
    """Write a byte now and then, always within the time that one read may take."""

    def write(file: Any) -> None:
        for _ in range(times):
            file.write(b"1\r\n \r\n" if is_chunked else b" ")
            file.flush()
            time.sleep(pause)

    return write


def test_an_answer_is_decoded_and_its_request_named_the_credential(server: Server) -> None:
    server.tell(Told(body=b'{"a": 1}'))
    assert client_of(server).get(PATH, decode) == {"a": 1}
    ((method, path, headers, _),) = server.heard
    assert (method, path, headers["Authorization"]) == ("GET", "/api/things", f"Bearer {TOKEN}")


def test_parameters_repeat_and_json_is_posted(server: Server) -> None:
    client = client_of(server)
    client.get(Request("things", "p=a&p=b+c"), decode)
    client.get(Request("things", method="POST", json={"x": ["ø"]}), decode)
    assert server.heard[0][1] == "/api/things?p=a&p=b+c"
    assert msgspec.json.decode(server.heard[1][3]) == {"x": ["ø"]}
    assert (client.calls.all, client.calls.forced) == (2, 0)


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunked"])
def test_an_answer_that_drips_for_ever_is_given_up(server: Server, is_chunked: bool) -> None:
    headers = {"Transfer-Encoding": "chunked"} if is_chunked else {"Content-Length": "100000"}
    slow = Told(headers=headers, has_length=False, write=drip(1000, 0.1, is_chunked=is_chunked))
    server.tell(slow, Told(body=b'"whole"'))
    client = client_of(server, policy=replace(POLICY, read_seconds=0.5))
    begun = time.monotonic()
    assert client.get(PATH, decode) == "whole"
    assert 0.9 < time.monotonic() - begun < 5
    assert client.calls.all == 2


def test_a_slow_answer_within_the_limit_is_taken(server: Server) -> None:
    slow = Told(headers={"Content-Length": "5"}, has_length=False)
    slow.write = lambda file: (drip(4, 0.1, is_chunked=False)(file), file.write(b"7"))[0]
    server.tell(slow)
    assert client_of(server, policy=replace(POLICY, read_seconds=0.5)).get(PATH, decode) == 7


def test_a_body_shorter_than_its_length_is_asked_again(server: Server) -> None:
    short = Told(
        headers={"Content-Length": "10"}, has_length=False, write=lambda file: file.write(b"[1]")
    )
    server.tell(short, Told(body=b"[1, 2]"))
    assert client_of(server).get(PATH, decode) == [1, 2]


@pytest.mark.parametrize(
    "rest", [b"", b"5\r\n[1, 2", b"5\r\n[1"], ids=["no chunk", "between chunks", "in a chunk"]
)
def test_chunks_that_end_too_early_are_asked_again(server: Server, rest: bytes) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    server.tell(
        Told(headers=headers, has_length=False, write=lambda file: file.write(rest)),
        Told(body=b"[1, 2]"),
    )
    assert client_of(server).get(PATH, decode) == [1, 2]


def test_requests_share_a_connection(server: Server) -> None:
    chunked = {"Transfer-Encoding": "chunked"}
    server.tell(
        Told(body=b"[" + b" " * 300_000 + b"]"),
        Told(body=b"2\r\n[]\r\n0\r\n\r\n", headers=chunked, has_length=False),
        Told(404),
        Told(body=gzip.compress(b"[]"), headers={"Content-Encoding": "gzip"}),
        Told(429),
    )
    client = client_of(server)
    assert client.get(PATH, decode) == client.get(PATH, decode) == []
    with pytest.raises(NotFound):
        client.get(PATH, decode)
    assert client.get(PATH, decode) == []
    client.get(PATH, decode)
    assert (len(server.heard), server.connections) == (6, 1)


def test_an_answer_may_be_packed(server: Server) -> None:
    text = msgspec.json.encode(["ø" * 100_000])
    packed = gzip.compress(text)
    server.tell(
        Told(body=packed, headers={"Content-Encoding": "gzip"}),
        Told(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
        Told(body=packed[:-9], headers={"Content-Encoding": "gzip"}),
        Told(body=packed, headers={"Content-Encoding": "gzip"}),
    )
    client = client_of(server)
    assert client.get(PATH, lambda body: body) == text
    assert client.get(PATH, decode) == ["ø" * 100_000]
    assert len(server.heard) == 4


def test_retry_after_seconds_are_waited(server: Server) -> None:
    server.tell(Told(429, headers={"Retry-After": "0.4"}), Told(503, headers={"Retry-After": "0"}))
    begun = time.monotonic()
    client_of(server).get(PATH, decode)
    assert 0.4 <= time.monotonic() - begun < 3
    assert len(server.heard) == 3


@pytest.mark.parametrize("clock", VENDOR_CLOCKS.values(), ids=VENDOR_CLOCKS)
def test_retry_after_dates_are_by_the_vendors_clock(server: Server, clock: datetime) -> None:
    date, at = format_datetime(clock, usegmt=True), clock + timedelta(seconds=1)
    until = format_datetime(at, usegmt=True)
    server.tell(Told(429, headers={"Retry-After": until, "Date": date}))
    begun = time.monotonic()
    client_of(server).get(PATH, decode)
    assert 0.8 < time.monotonic() - begun < 4


@pytest.mark.parametrize("header", ["soon", "", "Wed, 99 Foo 2026", "-5"])
def test_a_retry_after_that_says_nothing_is_a_usual_wait(server: Server, header: str) -> None:
    server.tell(Told(429, headers={"Retry-After": header}))
    begun = time.monotonic()
    client_of(server).get(PATH, decode)
    assert time.monotonic() - begun < 2


def test_a_pause_longer_than_a_night_bears_is_refused_at_once(server: Server) -> None:
    server.tell(Told(429, headers={"Retry-After": "86400"}))
    with pytest.raises(StreamFailed, match="asks to wait 86400 s; run again after that"):
        client_of(server).get(PATH, decode)
    assert len(server.heard) == 1


def test_a_pause_holds_every_stream_of_the_credential(server: Server) -> None:
    server.tell(Told(429, headers={"Retry-After": "0.5"}))
    client = client_of(server)
    client.get(PATH, decode)
    sibling = replace(client_of(server), shared=client.shared)
    client.shared.throttle.pause(0.3)
    begun = time.monotonic()
    sibling.get(PATH, decode)
    assert time.monotonic() - begun >= 0.25


@pytest.mark.parametrize(
    ("status", "has_cursor", "kind"),
    [
        (400, False, StreamFailed),
        (400, True, CursorRejected),
        (401, False, StreamFailed),
        (403, False, ScopeMissing),
        (404, False, NotFound),
        (410, False, CursorRejected),
        (414, False, StreamFailed),
    ],
)
def test_what_a_repetition_does_not_cure_is_asked_once(
    server: Server, status: int, has_cursor: bool, kind: type[StreamFailed]
) -> None:
    server.tell(Told(status))
    with pytest.raises(StreamFailed) as caught:
        client_of(server).get(Request("things", has_cursor=has_cursor), decode)
    assert caught.type is kind
    assert f"GET things answered {status}" in str(caught.value)
    assert len(server.heard) == 1


def test_what_the_vendor_says_is_shown_without_secrets_and_addresses(server: Server) -> None:
    body = {"message": f"token {TOKEN} of ann@example.com\n is not\tgood " + "x" * 500}
    server.tell(Told(403, msgspec.json.encode(body)))
    client = client_of(server)
    with pytest.raises(ScopeMissing) as caught:
        client.get(Request("things", "email=bob%40example.com"), decode)
    text = str(caught.value)
    assert "token *** of *** is not good xxx" in text
    assert not any(secret in text for secret in (TOKEN, "ann@", "bob@", "\n"))
    assert len(text) < 400


def test_network_errors_name_no_query_and_no_secret(server: Server) -> None:
    client = client_of(server)
    server.close()
    with pytest.raises(StreamFailed) as caught:
        client.get(Request("things", "email=bob%40example.com"), decode)
    assert "GET things: the connection failed, 3 times" in str(caught.value)
    assert "bob@" not in str(caught.value)
    assert client.calls.all == 3


def test_a_redirect_within_the_host_is_followed(server: Server) -> None:
    server.tell(Told(307, headers={"Location": "/api/moved?x=1"}), Told(body=b"5"))
    client = client_of(server)
    assert client.get(Request("things", "p=a"), decode) == 5
    assert [path for _, path, _, _ in server.heard] == ["/api/things?p=a", "/api/moved?x=1"]
    assert client.calls.all == 2


def test_a_redirect_without_end_is_refused(server: Server) -> None:
    server.tell(*(Told(302, headers={"Location": "/api/things"}) for _ in range(50)))
    with pytest.raises(StreamFailed, match="redirected without end"):
        client_of(server).get(PATH, decode)
    assert len(server.heard) <= 6


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_redirect_or_link_elsewhere_takes_no_credential_along(
    server: Server, other: Server, scheme: str
) -> None:
    elsewhere = f"{scheme}://127.0.0.1:{other.server_port}/api/things"
    server.tell(Told(302, headers={"Location": elsewhere}))
    client = client_of(server)
    with pytest.raises(StreamFailed, match="the credential was not sent there"):
        client.get(PATH, decode)
    with pytest.raises(StreamFailed, match="the credential was not sent there"):
        client.get(Request(elsewhere), decode)
    for trick in (f"//127.0.0.1:{other.server_port}/api", server.url.replace("://", "://u@")):
        server.tell(Told(302, headers={"Location": trick}))
        with pytest.raises(StreamFailed, match="the credential was not sent there"):
            client.get(PATH, decode)
    assert other.heard == []
    assert all(path.startswith("/api/things") for _, path, _, _ in server.heard)


def test_no_netrc_of_the_machine_replaces_the_credential(
    server: Server, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client_of(server).get(PATH, decode)
    assert server.heard[0][2]["Authorization"] == f"Bearer {TOKEN}"
