"""A budget of calls for a day, shared by everything that uses one credential.

What the vendor's answers say is the truth; between them what was asked is counted. Part of it is
left for the customer's other tools. A second run of the day goes on from what the first has used.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from connectors.errors import BudgetSpent

CLOSED_SECONDS = 4 * 3600.0
"""So long nothing is asked once a vendor has said that its budget is used up: a night."""
TOLD_SECONDS = 6 * 3600.0
"""What a vendor told is true for so long at the most; then one answer shows what it is now."""
DAY_SECONDS = 20 * 3600.0
"""What was counted is forgotten after a day, or by the next night if it begins a little early."""


@dataclass(frozen=True)
class Spent:
    """How much of a budget is used, by everybody, and how much there is."""

    used: float
    limit: float


Reads = Callable[[Mapping[str, str]], Spent | None]
"""Reads it from the headers of an answer, whose names are in lower case; None: not told there."""


def not_told(headers: Mapping[str, str]) -> None:
    """For vendors whose answers say nothing of it."""


class Known(msgspec.Struct):
    """What is known of a budget, in seconds since the epoch; kept in a file between processes.

    `since` is when the vendor told it last or, where it never does, when the count began.
    """

    used: float = 0.0
    limit: float | None = None
    is_told: bool = False
    since: float = 0.0
    closed_until: float = 0.0


class Budget:
    """Lets requests through until only the reserve is left.

    `limit` is what is known beforehand (None: what answers will tell, if any), `reserve` the share
    of it, from 0 to 1, that is never used.
    """

    def __init__(
        self, limit: float | None = None, reserve: float = 0.0, reads: Reads = not_told
    ) -> None:
        self._limit, self._reserve, self._reads = limit, reserve, reads
        self._known = Known()
        self._under_way = 0.0
        self._answers = 0
        self._path: Path | None = None
        self._lock, self._saving = threading.Lock(), threading.Lock()

    def keep_at(self, path: Path) -> None:
        """Go on from what is kept in a file, and keep there what `save` is called for."""
        self._path = path
        try:
            self._known = msgspec.json.decode(path.read_bytes(), type=Known)
        except (OSError, msgspec.DecodeError):
            # what is lost is counted anew, or told by the first answer
            self._known = Known()

    def save(self) -> None:
        """Keep what is known now, if there is a file for it."""
        if self._path is None:
            return
        # streams end side by side
        with self._saving:
            with self._lock:
                text = msgspec.json.encode(self._known)
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self._path.with_suffix(".counting")
            beside.touch(mode=0o600)
            beside.write_bytes(text)
            beside.replace(self._path)

    @property
    def left(self) -> float | None:
        """What may still be used; None where no limit is known."""
        with self._lock:
            return self._left()

    def take(self, name: str, cost: float) -> int:
        """Take the cost of a request of a stream. Raises BudgetSpent if too little is left.

        Returns what `told` wants to know of when that was.
        """
        with self._lock:
            self._forget()
            if time.time() < self._known.closed_until:
                raise BudgetSpent(
                    f"{name}: the vendor's budget of calls is used up; it goes on the next night"
                )
            left = self._left()
            if left is not None and cost > left:
                raise BudgetSpent(
                    f"{name}: {self._known.used:,.0f} of {self._all():,.0f} calls of the day are"
                    f" used{self._kept_back()}; it goes on the next night"
                )
            self._under_way += cost
            return self._answers

    def told(self, cost: float, headers: Mapping[str, str] | None, taken: int) -> None:
        """Take what an answer says; `headers` is None where none came, `taken` is of `take`."""
        spent = self._reads(headers) if headers is not None else None
        with self._lock:
            known = self._known
            self._under_way -= cost
            # of requests side by side an earlier answer may be read after a later one
            is_alone, self._answers = taken == self._answers, self._answers + 1
            if spent is not None:
                known.used = spent.used if is_alone else max(known.used, spent.used)
                known.limit = spent.limit
                known.is_told, known.since = True, time.time()
                return
            # a request without an answer may have been counted all the same
            known.used += cost
            known.since = known.since or time.time()

    def close(self) -> None:
        """Let nothing through for a night: the vendor said that there is no more."""
        with self._lock:
            self._known.closed_until = time.time() + CLOSED_SECONDS

    def _forget(self) -> None:
        """Forget what is too old to be true."""
        known = self._known
        age = time.time() - known.since
        if known.since and age > (TOLD_SECONDS if known.is_told else DAY_SECONDS):
            self._known = Known(limit=known.limit, closed_until=known.closed_until)

    def _all(self) -> float | None:
        return self._limit if self._known.limit is None else self._known.limit

    def _left(self) -> float | None:
        limit = self._all()
        if limit is None:
            return None
        return limit * (1 - self._reserve) - self._known.used - self._under_way

    def _kept_back(self) -> str:
        return f" and {self._reserve:.0%} are kept for other tools" if self._reserve else ""
