"""What goes wrong on the way: repeated within bounds, or refused with a line that says why."""

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from connectors.connector import SyncResult
from connectors.errors import ScopeMissing, StreamFailed
from sandbox.api.faults import UNKNOWN_FIELD
from tests.conformance.subjects import PARENTS, TRIES
from tests.conformance.world import COUNT, TOKEN, World

MANY = 1000
"""Hits of a fault that does not pass."""
FORGIVEN: dict[str, dict[str, Any]] = {
    "500": {"kind": "status", "status": 500},
    "502 twice": {"kind": "status", "status": 502, "times": TRIES - 1},
    "503 on a later page": {"kind": "status", "status": 503, "after": 2},
    "429 without Retry-After": {"kind": "status", "status": 429},
    "HTML instead of JSON": {"kind": "html"},
    "HTML with an error": {"kind": "html", "status": 503},
    "a cut connection": {"kind": "cut"},
    "a cut connection on a later page": {"kind": "cut", "after": 2, "times": 2},
}
FOR_EVER: dict[str, tuple[dict[str, Any], str]] = {
    "5xx": ({"kind": "status", "status": 500}, "answered 500"),
    "429": ({"kind": "status", "status": 429}, "answered 429"),
    "HTML": ({"kind": "html"}, "answered text/html that is no JSON"),
    "cuts": ({"kind": "cut"}, "the answer was cut off"),
}


@pytest.fixture
def ready(world: World) -> World:
    """Records are made and what the main stream is built on has been read."""
    world.vendor.create(COUNT)
    world.prepare(world.subject.main)
    return world


def whole(world: World) -> SyncResult:
    """A sync that must bring every record exactly once."""
    result = world.main()
    assert not result.refused
    keys = [row["record_id"] for row in world.rows(world.subject.main)]
    assert len(keys) == len(set(keys)) == COUNT
    return result


def refused(result: SyncResult, word: str, kind: type[StreamFailed] = StreamFailed) -> None:
    """The result refuses in one line that says why and shows no secret."""
    (error,) = result.refused
    assert isinstance(error, kind)
    assert word in str(error)
    assert "\n" not in str(error)
    assert TOKEN not in str(error)


@pytest.mark.parametrize("fault", FORGIVEN.values(), ids=FORGIVEN)
def test_what_passes_costs_calls_and_nothing_else(ready: World, fault: dict[str, Any]) -> None:
    _, least = ready.read_anew()
    with ready.broken(**fault):
        result = whole(ready)
    assert result.calls == least + fault.get("times", 1)
    assert ready.child().rows == ready.subject.children(COUNT)


@pytest.mark.parametrize(("fault", "word"), FOR_EVER.values(), ids=FOR_EVER)
def test_what_does_not_pass_ends_within_bounds(
    ready: World, fault: dict[str, Any], word: str
) -> None:
    begun = time.monotonic()
    with ready.broken(**fault, times=MANY):
        result = ready.main()
    refused(result, word)
    assert (result.calls, result.rows) == (TRIES, 0)
    assert time.monotonic() - begun < 5
    whole(ready)


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "a date"])
def test_retry_after_is_waited_for_by_the_vendors_clock(ready: World, as_date: bool) -> None:
    _, least = ready.read_anew()
    begun = time.monotonic()
    with ready.broken("status", status=429, retry_after=2, as_date=as_date):
        result = whole(ready)
    assert result.calls == least + 1
    assert 1.5 < time.monotonic() - begun < 8


def test_a_hang_is_given_up_and_asked_again(open_world: Callable[..., World]) -> None:
    world = open_world(timeout=1)
    world.vendor.create(COUNT)
    world.prepare(world.subject.main)
    begun = time.monotonic()
    with world.broken("hang", seconds=60):
        whole(world)
    assert 1 <= time.monotonic() - begun < 20
    world.night()
    with world.broken("hang", seconds=60, times=MANY):
        result = world.main()
    refused(result, "no answer in time")
    assert result.calls == TRIES


def test_a_page_that_repeats_ends_the_read_and_counts_for_nothing(ready: World) -> None:
    with ready.broken("repeat_page", times=MANY):
        result = ready.main()
    refused(result, "same next page")
    assert result.calls <= 5
    state = ready.state(ready.subject.main).get("", {})
    assert not state.get("watermark")
    assert not state.get("is_complete")
    assert not any(row["is_deleted"] for row in ready.rows(ready.subject.main))
    whole(ready)


def test_401_is_not_repeated(ready: World) -> None:
    with ready.broken("status", status=401, times=MANY):
        result = ready.main()
    refused(result, "renew the credential")
    assert (result.calls, result.rows) == (1, 0)
    whole(ready)


def test_403_on_what_is_required_names_what_to_grant(ready: World) -> None:
    with ready.broken("status", status=403, times=MANY):
        main = ready.main()
    refused(main, f"grant {ready.subject.stream(ready.subject.main).scope}", ScopeMissing)
    assert (main.calls, main.rows, main.unavailable) == (1, 0, None)
    whole(ready)


@pytest.mark.parametrize("subject", PARENTS, ids=lambda subject: subject.name)
def test_403_on_the_children_names_what_to_grant(ready: World) -> None:
    whole(ready)
    ready.prepare(ready.subject.child)
    with ready.broken("status", status=403, times=MANY):
        child = ready.child()
    refused(child, f"grant {ready.subject.stream(ready.subject.child).scope}", ScopeMissing)
    assert ready.child().rows == COUNT


def test_403_on_what_is_optional_makes_it_unavailable_and_no_more(ready: World) -> None:
    optional = ready.subject.optional
    ready.prepare(optional)
    with ready.broken("status", status=403, times=MANY):
        result = ready.sync(optional)
    assert (result.refused, result.rows, result.calls) == ([], 0, 1)
    assert ready.subject.stream(optional).scope in str(result.unavailable)
    allowed = ready.sync(optional)
    assert (allowed.unavailable, allowed.refused) == (None, [])


def test_a_rejected_cursor_makes_it_read_anew(ready: World) -> None:
    with ready.broken("reject_cursor", after=1):
        result = ready.main()
    assert not result.refused
    assert ready.live(ready.subject.main) == ready.truth()
    assert ready.state(ready.subject.main)[""]["rows"] == COUNT
    assert ready.child().rows == ready.subject.children(COUNT)
    ready.night()
    assert ready.main().rows == 0


def test_a_cursor_that_is_always_rejected_ends_within_bounds(ready: World) -> None:
    with ready.broken("reject_cursor", times=MANY):
        result = ready.main()
    refused(result, "answered 400")
    assert result.calls <= 6
    whole(ready)


def test_an_unknown_field_is_landed(ready: World) -> None:
    with ready.broken("unknown_field", times=MANY):
        assert whole(ready).refused == []
    payloads = [json.loads(row["payload"]) for row in ready.rows(ready.subject.main)]
    assert all(payload[UNKNOWN_FIELD] == {"of": ["a", 1, None]} for payload in payloads)


def test_half_a_surrogate_pair_is_repaired_and_told_and_its_page_is_exact(ready: World) -> None:
    with ready.broken("lone_surrogate", after=2):
        whole(ready)
    rows = ready.rows(ready.subject.main)
    served = ready.sandbox.bodies
    (hurt,) = [row for row in rows if row["payload_error"]]
    assert "surrogate" in hurt["payload_error"]
    assert b"\\ud800" in hurt["payload_bytes"]
    assert any(hurt["payload_bytes"] in body for body in served)
    assert hurt["payload"].encode() == hurt["payload_bytes"].replace(b"\\ud800", b"\\ufffd")
    assert json.loads(hurt["payload"])
    for row in rows:
        if row is not hurt:
            assert row["payload_bytes"] is None
            assert any(row["payload"].encode() in body for body in served)


class Other:
    """A real server on another port that notes what it is asked, and with which credential."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append((self.path, self.headers.get("Authorization")))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_GET  # noqa: N815 - the name is the library's

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def other() -> Iterator[Other]:
    found = Other()
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_a_link_to_another_host_gets_no_credential(ready: World, other: Other) -> None:
    with ready.broken("other_host", host=other.url, times=MANY):
        result = ready.main()
    assert other.url.encode() in b"".join(ready.sandbox.bodies)
    assert other.heard == []
    if result.refused:
        refused(result, "the credential was not sent there")
    else:
        assert ready.live(ready.subject.main).keys() == ready.truth().keys()


def test_a_redirect_to_another_host_gets_no_credential(ready: World, other: Other) -> None:
    with ready.broken("redirect", host=other.url, times=MANY):
        result = ready.main()
    refused(result, "the credential was not sent there")
    assert other.heard == []
    assert result.calls == 1
    whole(ready)


@pytest.mark.parametrize("subject", PARENTS, ids=lambda subject: subject.name)
def test_children_that_fail_in_the_middle_are_read_the_next_night(ready: World) -> None:
    whole(ready)
    ready.prepare(ready.subject.child)
    with ready.broken("status", status=500, times=MANY, after=1):
        refused(ready.child(), "answered 500")
    ready.night()
    assert ready.main().rows == 0
    assert not ready.child().refused
    parents = {row["parent_id"] for row in ready.rows(ready.subject.child)}
    assert parents == ready.live(ready.subject.main).keys()
    assert ready.child().rows == 0


def test_a_failure_in_the_middle_of_the_night_loses_no_change(ready: World) -> None:
    whole(ready)
    made = list(ready.live(ready.subject.main))
    ready.night()
    for record in made[:120]:
        ready.vendor.change(record)
    ready.now = ready.now.replace(minute=1)
    with ready.broken("status", status=500, times=MANY, after=1):
        refused(ready.main(), "answered 500")
    ready.night()
    ready.vendor.change(made[-1])
    assert ready.main().refused == []
    ready.night()
    ready.main()
    assert ready.live(ready.subject.main) == ready.truth()
