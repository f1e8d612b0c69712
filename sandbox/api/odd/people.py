"""The people of the odd system. A million of them cost nothing until they are shown."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Lock

from sandbox.api import ids
from sandbox.api.vendor import Json

Edge = tuple[int, int]
"""Where a person stands in a list: a time in milliseconds (0 where it does not count), a number."""


def ref(number: int) -> str:
    """How the system names a person."""
    return f"pe-{number:07d}"


def milliseconds(at: datetime) -> int:
    """A time as the system writes it."""
    return round(at.timestamp() * 1000)


class People:
    """People, numbered in the order in which they were made; whoever is removed stays, flagged."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self._lock = Lock()
        self._born = array("q")
        self._touched: dict[int, int] = {}
        self._changes: dict[int, int] = {}
        self._facts: dict[int, Json] = {}
        self._removed: set[int] = set()

    def create(self, count: int) -> Sequence[str]:
        """Make people; returns their names in the system."""
        now = milliseconds(self._now())
        with self._lock:
            first = len(self._born)
            self._born.extend([now] * count)
        return ids.Spelt(range(first, first + count), ref)

    def change(self, name: str, **facts: object) -> None:
        """Change a person."""
        number = self.number(name)
        with self._lock:
            self._changes[number] = self._changes.get(number, 0) + 1
            self._facts[number] = self._facts.get(number, {}) | facts
            self._touch(number)

    def delete(self, name: str) -> None:
        """Remove a person, which the flag shows from then on."""
        number = self.number(name)
        with self._lock:
            self._removed.add(number)
            self._touch(number)

    def _touch(self, number: int) -> None:
        # the sandbox's clock may stand still; what changes is later than it was
        before = self._touched.get(number, self._born[number])
        self._touched[number] = max(milliseconds(self._now()), before + 1)

    def number(self, name: str) -> int:
        """The number of a person; raises KeyError where there is none."""
        text = name.removeprefix("pe-")
        if not text.isdecimal() or int(text) >= len(self._born):
            raise KeyError(name)
        return int(text)

    def walk(self, since: int | None, after: Edge) -> Iterator[Edge]:
        """Yield those beyond `after`: all by number, or by time those touched from `since` on."""
        if since is None:
            yield from ((0, number) for number in range(after[1] + 1, len(self._born)))
            return
        with self._lock:
            touched = ((self._touched.get(n, born), n) for n, born in enumerate(self._born))
            yield from sorted(edge for edge in touched if edge[0] >= since and edge > after)

    def shown(self, number: int) -> Json:
        """The person as the system shows one."""
        born = self._born[number]
        return {
            "ref": ref(number),
            "full_name": f"Person {number}",
            "mail": f"person.{number}@elsewhere.example.com",
            "stamps": {"made": born, "touched": self._touched.get(number, born)},
            "is_removed": number in self._removed,
            "times_changed": self._changes.get(number, 0),
            **self._facts.get(number, {}),
        }
