"""What the company may ask: requests in two seconds, and tokens in a day."""

import time
from collections.abc import Callable, Mapping
from threading import Lock

from sandbox.api.limits import Window
from sandbox.api.pipedrive import errors
from sandbox.api.vendor import Reply

PER_TWO_SECONDS = 20


class Pace:
    """Counts the tokens of a day; with `is_limited` it refuses what goes beyond."""

    def __init__(
        self, tokens: int, *, is_limited: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.tokens, self.used = tokens, 0
        self._burst = Window(PER_TWO_SECONDS, 2, clock) if is_limited else None
        self._lock = Lock()

    def take(self, cost: int) -> Reply | None:
        """The refusal of a request that may not pass, None for one that may."""
        with self._lock:
            if self._burst is not None:
                if not self._burst.take().is_allowed:
                    return errors.failure(429)
                if self.used + cost > self.tokens:
                    return errors.spent()
            self.used += cost
            return None

    @property
    def headers(self) -> Mapping[str, str]:
        """What every answer tells of it."""
        return {
            "x-daily-ratelimit-token-limit": str(self.tokens),
            "x-daily-ratelimit-token-remaining": str(max(self.tokens - self.used, 0)),
            "x-ratelimit-limit": str(PER_TWO_SECONDS),
            "x-ratelimit-remaining": str(PER_TWO_SECONDS - 1),
            "x-ratelimit-reset": "2",
        }
