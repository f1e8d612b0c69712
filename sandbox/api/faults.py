"""What tests make go wrong: a queue of faults, each of which hits the next requests it matches."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

Kind = Literal[
    "status",
    "html",
    "cut",
    "hang",
    "call",
    "redirect",
    "expire_token",
    "reject_cursor",
    "repeat_page",
    "unknown_field",
    "lone_surrogate",
    "other_host",
]
ON_PAGES: frozenset[Kind] = frozenset(
    {"repeat_page", "unknown_field", "lone_surrogate", "other_host"}
)
"""Faults that change a page of records; answers of another kind pass them by."""
ON_CURSORS: frozenset[Kind] = frozenset({"reject_cursor", "repeat_page"})
"""Faults that only a request which names a cursor can meet."""
UNKNOWN_FIELD = "a_field_of_tomorrow"
LONE_SURROGATE = "half a sign \ud800 in a text"


@dataclass(slots=True)
class Fault:
    """A fault and the requests it hits: `times` of them, after the first `after` that match.

    | kind | what happens |
    |---|---|
    | status | the vendor's own error of `status`; `retry_after` seconds, perhaps `as_date` |
    | html | a page of HTML with `status` |
    | cut | the connection closes in the middle of the body |
    | hang | nothing for `seconds`, then the answer; cut off when the server stops |
    | call | `call` is called before the answer, which is the usual one |
    | redirect | 302 to the same path on `host` |
    | expire_token | the access token that OAuth gave out is expired from now on |
    | reject_cursor | the cursor is not accepted |
    | repeat_page | the next page is this page |
    | unknown_field | each record has a field more |
    | lone_surrogate | a text of the first record holds half a surrogate pair |
    | other_host | the links of the page lead to `host` |
    """

    kind: Kind
    times: int = 1
    path: str = ""
    method: str = ""
    after: int = 0
    status: int = 200
    retry_after: int | None = None
    as_date: bool = False
    seconds: float = 0
    host: str = ""
    call: Callable[[], object] | None = None

    def matches(self, method: str, path: str, has_cursor: bool, is_token: bool) -> bool:
        """Whether the fault is meant for such a request."""
        if self.kind in ON_CURSORS and not has_cursor:
            return False
        if self.method not in ("", method) or (is_token and not self.path):
            return False
        return self.path in path


class Faults:
    """The queue. The first fault that matches a request hits it; one more may hit its page."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queue: list[Fault] = []
        self.hits = 0
        """How many requests were hit so far."""

    def add(self, kind: Kind, **details: Any) -> Fault:
        """Queue a fault; the details are the fields of `Fault`."""
        fault = Fault(kind, **details)
        with self._lock:
            self._queue.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults that are still to come."""
        with self._lock:
            self._queue.clear()

    @property
    def pending(self) -> int:
        """How many faults have hits left."""
        return len(self._queue)

    def take(
        self, method: str, path: str, *, has_cursor: bool, is_token: bool, on_page: bool
    ) -> Fault | None:
        """The fault that hits this request (or its page), which is then used up by one."""
        if not self._queue:
            return None
        with self._lock:
            for fault in self._queue:
                if (fault.kind in ON_PAGES) != on_page:
                    continue
                if not fault.matches(method, path, has_cursor, is_token):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                self.hits += 1
                if fault.times <= 0:
                    self._queue.remove(fault)
                return fault
        return None
