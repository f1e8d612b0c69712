"""How often one may ask: calls per window of time, as vendors publish it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a call was told: whether it may pass, how many are left, seconds until all are back."""

    is_allowed: bool
    remaining: int
    reset: float


class Window:
    """At most `limit` calls in each window of `seconds`; windows follow one another."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic):
        self.limit, self.seconds = limit, seconds
        self._clock = clock
        self._lock = Lock()
        self._begins = clock()
        self._calls = 0

    def take(self) -> Allowance:
        """Count one call."""
        with self._lock:
            now = self._clock()
            if now - self._begins >= self.seconds:
                self._begins, self._calls = now, 0
            is_allowed = self._calls < self.limit
            self._calls += is_allowed
            reset = self._begins + self.seconds - now
            return Allowance(is_allowed, self.limit - self._calls, reset)
