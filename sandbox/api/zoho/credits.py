"""Credits: so many in a day, refused when they are used up; told only once half of them are."""

from collections.abc import Mapping
from threading import Lock

from sandbox.api.vendor import Reply, Request
from sandbox.api.zoho import errors

TOLD_FROM = 0.5
BY_LIMIT = ((200, 1), (1_000, 2), (2_000, 3))
"""What a query costs by the number of records that it may find at the most."""


class Credits:
    """The credits of an organisation; without a number there is no end to them."""

    def __init__(self, a_day: int | None):
        self.a_day = a_day
        self.used = 0
        self._lock = Lock()

    def take(self, request: Request) -> Reply | None:
        """The refusal of a call for which there are no credits, None for one that may pass."""
        cost = _cost(request)
        with self._lock:
            if self.a_day is not None and self.used + cost > self.a_day:
                return errors.failure(429)
            self.used += cost
            return None

    def headers(self) -> Mapping[str, str]:
        """What is left, once half of them are used."""
        if self.a_day is None or self.used < self.a_day * TOLD_FROM:
            return {}
        return {"X-API-CREDITS-REMAINING": str(self.a_day - self.used)}


def _cost(request: Request) -> int:
    if not request.path.endswith("/coql"):
        return 1
    _, _, limit = request.body.decode().partition(" limit ")
    digits = "".join(letter for letter in limit if letter.isdigit())
    return next((cost for most, cost in BY_LIMIT if int(digits or 200) <= most), 1)
