"""Pages by number, by offset and by link, against a server that may not do as it is told."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.api.auth import StaticToken
from connectors.api.http import Client
from connectors.api.limits import shared
from connectors.api.pages import Listing, NextLink, Offset, OnePage, PageNumber, Reading
from connectors.api.policy import Policy
from connectors.api.turning import Turning, next_link
from connectors.errors import CursorRejected, StreamFailed

Asked = Mapping[str, int]
Answers = Callable[[str, Asked], tuple[Any, Mapping[str, str]]]
"""Of a path and what is asked: the answer and its headers."""


@contextmanager
def serving(answers: Answers) -> Iterator[Client]:
    """A client of a real server with these answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = {name: int(texts[0]) for name, texts in parse_qs(url.query).items()}
            size = int(self.headers.get("Content-Length", "0"))
            if size:
                asked = json.loads(self.rfile.read(size))["window"]
            answer, headers = answers(url.path, asked)
            body = json.dumps(answer).encode()
            self.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name is the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/api"
    try:
        yield Client("odd list", url, StaticToken("x"), shared(url, ()), Policy(tries=1))
    finally:
        server.shutdown()
        server.server_close()


def read(client: Client, pages: Turning, records: str = "", **options: Any) -> list[str]:
    listing = Listing("list", records, pages, modified=None, **options)
    return [one.key for page in listing(Reading(client)) for one in page.records]


def numbered(count: int) -> list[dict[str, int]]:
    return [{"id": number} for number in range(count)]


def ids(count: int) -> list[str]:
    return [str(number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7])
@pytest.mark.parametrize("overlap", [0, 1])
@pytest.mark.parametrize("told", [None, "more", "total"])
def test_every_record_is_read_once_by_offset(count: int, overlap: int, told: str | None) -> None:
    rows = numbered(count)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        end = asked["skip"] + asked["take"]
        return {"rows": rows[asked["skip"] : end], "more": end < count, "total": count}, {}

    pages = Offset("skip", "take", 3, told, told == "total", overlap)
    with serving(answers) as client:
        assert read(client, pages, "rows") == ids(count)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7])
@pytest.mark.parametrize("first", [0, 1])
def test_every_record_is_read_once_by_number(count: int, first: int) -> None:
    rows = numbered(count)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        begin = (asked["page"] - first) * 3
        return rows[begin : begin + 3], {}

    with serving(answers) as client:
        assert read(client, PageNumber("page", None, 3, first=first)) == ids(count)


def test_a_server_that_gives_less_than_was_asked_for_is_found_out() -> None:
    rows = numbered(9)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        return rows[asked["skip"] : asked["skip"] + 2], {}

    with serving(answers) as client, pytest.raises(StreamFailed, match="gives 2 records a page"):
        read(client, Offset("skip", "take", 100))


def test_a_server_that_gives_the_same_page_for_ever_is_left() -> None:
    with serving(lambda path, asked: (numbered(3), {})) as client:
        for pages in (Offset("skip", "take", 3), PageNumber("page", None, 3)):
            with pytest.raises(StreamFailed, match="same next page twice"):
                read(client, pages)


def test_records_that_vanish_meanwhile_lose_none_within_the_overlap() -> None:
    rows = numbered(9)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        page = rows[asked["skip"] : asked["skip"] + asked["take"]]
        del rows[:1]
        return {"rows": page, "total": len(rows)}, {}

    with serving(answers) as client:
        assert read(client, Offset("skip", "take", 4, overlap=2), "rows") == ids(9)


def test_a_numbered_list_that_shrinks_is_to_be_read_anew() -> None:
    rows = numbered(9)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        page = rows[asked["page"] * 2 - 2 : asked["page"] * 2]
        answer = {"rows": page, "total": len(rows)}
        del rows[:1]
        return answer, {}

    with serving(answers) as client, pytest.raises(CursorRejected, match="lost records"):
        read(client, PageNumber("page", None, 2, "total", True), "rows")


def test_more_that_vanish_than_overlap_make_it_be_read_anew() -> None:
    rows = numbered(20)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        page = rows[asked["skip"] : asked["skip"] + asked["take"]]
        del rows[:2]
        return page, {}

    with serving(answers) as client, pytest.raises(CursorRejected, match="lost records"):
        read(client, Offset("skip", "take", 4, overlap=1))


@pytest.mark.parametrize("link", ["list?from={}", "/api/list?from={}", "{base}/list?from={}"])
@pytest.mark.parametrize("in_header", [True, False])
def test_links_are_followed_however_they_are_written(link: str, in_header: bool) -> None:
    rows = numbered(5)
    base = ""

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        assert path == "/api/list"
        begin = asked.get("from", 0)
        following = link.format(begin + 2, base=base) if begin + 2 < len(rows) else None
        headers = {"Link": f'<x>; rel=first, <{following}>; rel="next"'} if following else {}
        return {"rows": rows[begin : begin + 2], "next": following}, headers if in_header else {}

    with serving(answers) as client:
        base = client.base_url
        assert read(client, NextLink(None if in_header else "next"), "rows") == ids(5)


def test_a_link_to_another_host_is_refused() -> None:
    answer = {"rows": numbered(2), "next": "http://127.0.0.1:1/list"}
    told = pytest.raises(StreamFailed, match="the credential was not sent there")
    with serving(lambda path, asked: (answer, {})) as client, told:
        read(client, NextLink("next"), "rows")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("", None),
        ('<a?b=1,2>; rel="next"', "a?b=1,2"),
        ('<a>; rel="prev", <b>; title="x"; rel=next', "b"),
        ('<a>; rel="last next"', "a"),
        ('<a>; rel="nextish"', None),
    ],
)
def test_the_header_is_read_as_the_standard_says(header: str, target: str | None) -> None:
    assert next_link(header) == target


def test_a_list_that_is_posted_for_turns_its_pages_in_the_body() -> None:
    rows = numbered(5)

    def answers(path: str, asked: Asked) -> tuple[Any, Mapping[str, str]]:
        return rows[asked["from"] : asked["from"] + asked["count"]], {}

    with serving(answers) as client:
        pages = Offset("window.from", "window.count", 2)
        assert read(client, pages, body={"window": {"sort": 1}}) == ids(5)
        assert read(client, OnePage(), body={"window": {"from": 3, "count": 9}}) == ["3", "4"]
