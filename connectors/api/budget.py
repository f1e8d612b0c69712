"""A budget of calls for a day, shared by everything that uses one credential.

What the vendor's answers say is the truth; between them what was asked is counted. Part of it is
left for the customer's other tools.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.errors import BudgetSpent

CLOSED_SECONDS = 4 * 3600.0
"""So long nothing is asked once a vendor has said that its budget is used up: a night."""


@dataclass(frozen=True)
class Spent:
    """How much of a budget is used, by everybody, and how much there is."""

    used: float
    limit: float


Reads = Callable[[Mapping[str, str]], Spent | None]
"""Reads it from the headers of an answer, whose names are in lower case; None: not told there."""


def not_told(headers: Mapping[str, str]) -> None:
    """For vendors whose answers say nothing of it."""


class Budget:
    """Lets requests through until only the reserve is left.

    `limit` is what is known beforehand (None: what answers will tell, if any), `reserve` the share
    of it, from 0 to 1, that is never used.
    """

    def __init__(
        self, limit: float | None = None, reserve: float = 0.0, reads: Reads = not_told
    ) -> None:
        self._limit, self._reserve, self._reads = limit, reserve, reads
        self._used = 0.0
        self._under_way = 0.0
        self._closed_until = 0.0
        self._lock = threading.Lock()

    @property
    def left(self) -> float | None:
        """What may still be used; None where no limit is known."""
        with self._lock:
            return self._left()

    def take(self, name: str, cost: float) -> None:
        """Take the cost of a request of a stream. Raises BudgetSpent if too little is left."""
        with self._lock:
            if time.monotonic() < self._closed_until:
                raise BudgetSpent(
                    f"{name}: the vendor's budget of calls is used up; it goes on the next night"
                )
            left = self._left()
            if left is not None and cost > left:
                raise BudgetSpent(
                    f"{name}: {self._used:,.0f} of {self._limit:,.0f} calls of the day are used"
                    f"{self._kept_back()}; it goes on the next night"
                )
            self._under_way += cost

    def told(self, cost: float, headers: Mapping[str, str] | None) -> None:
        """Take what an answer says; `headers` is None where none came."""
        spent = self._reads(headers) if headers is not None else None
        with self._lock:
            self._under_way -= cost
            if spent is None:
                # a request without an answer may have been counted all the same
                self._used += cost
            else:
                self._used, self._limit = spent.used, spent.limit

    def close(self) -> None:
        """Let nothing through for a night: the vendor said that there is no more."""
        with self._lock:
            self._closed_until = time.monotonic() + CLOSED_SECONDS

    def _left(self) -> float | None:
        if self._limit is None:
            return None
        return self._limit * (1 - self._reserve) - self._used - self._under_way

    def _kept_back(self) -> str:
        return f" and {self._reserve:.0%} are kept for other tools" if self._reserve else ""
