"""Memory is flat: a million small records take no more of it than a tenth of them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.api import Request
from sandbox.api.answering import Answer
from tests.conformance.test_kills import sweep
from tests.conformance.world import World

FEW, MANY = 100_000, 1_000_000
NEXT = "the-page-after"


class Endless:
    """One page of the sandbox over and over, each time with other ids.

    The sandbox renders a page in longer than it takes to land it, so it renders only this one.
    Pages come in the order in which they are asked for, by whatever a vendor names the next one.
    """

    def __init__(self, world: World, ids: Sequence[str]) -> None:
        self.world, self.ids = world, ids
        self.answers = world.sandbox.answers
        self.page = world.subject.page
        shown = list(world.subject.old(world.vendor, lambda: world.now, self.page))
        self._ids = re.compile("|".join(map(re.escape, shown)).encode())
        self._places = {text.encode(): place for place, text in enumerate(shown)}
        self._number = 0
        self._kind: tuple[str, str] | None = None
        self._cut: dict[bool, tuple[list[bytes], list[int]]] = {}
        world.sandbox.answers = self.answer
        world.sandbox.keeps_bodies = False

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        url = urlsplit(target)
        query = parse_qs(url.query, keep_blank_values=True)
        path = "/" + url.path.split("/", 2)[2]
        request = Request(method, path, query, headers, body, self.world.access()["base_url"])
        kind = method, self.world.vendor.path_kind(path)
        first = self._number * self.page
        if self._kind is None:
            answer = self.answers(method, target, headers, body)
            if len(set(self._ids.findall(answer.body))) < self.page:
                return answer
            self._kind = kind
            page = json.loads(answer.body)
            self._cut[False] = self._parts(answer.body)
            self.world.vendor.set_next(page, request, NEXT, request.base)
            self._cut[True] = self._parts(json.dumps(page).encode())
        elif kind != self._kind or first >= len(self.ids):
            return self.answers(method, target, headers, body)
        else:
            answer = Answer(200, b"", {"Content-Type": "application/json"})
        self._number += 1
        texts, places = self._cut[first + self.page < len(self.ids)]
        own = [text.encode() for text in self.ids[first : first + self.page]]
        parts = [b""] * (len(texts) + len(places))
        parts[::2], parts[1::2] = texts, [own[place] for place in places]
        answer.body = b"".join(parts).replace(NEXT.encode(), str(self._number).encode())
        return answer

    def _parts(self, body: bytes) -> tuple[list[bytes], list[int]]:
        return self._ids.split(body), [self._places[text] for text in self._ids.findall(body)]


def measured(world: World, count: int) -> dict[str, Any]:
    """Read so many records in a process of its own; returns what it took."""
    other, main = world.subject.vendor(lambda: world.now), world.subject.main
    Endless(world, world.subject.old(other, lambda: world.now, count))
    process = sweep(world, [*world.subject.connector.parents(main), main])
    output, _ = process.communicate(timeout=600)
    done: dict[str, Any] = json.loads(output)
    print(f"{world.subject.name}: {count} records, {done}")
    assert done["rows"] == world.state(main)[""]["rows"] == count
    return done


def test_memory_is_flat(open_world: Callable[..., World]) -> None:
    few, many = (measured(open_world(str(count)), count) for count in (FEW, MANY))
    assert many["peak"] < 1.25 * few["peak"]
