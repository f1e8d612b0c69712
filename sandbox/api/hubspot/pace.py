"""How fast HubSpot may be asked: calls in ten seconds, and searches a second beside them."""

import time
from collections.abc import Callable

from sandbox.api.hubspot import errors
from sandbox.api.limits import Window
from sandbox.api.vendor import Reply, Request

PER_TEN_SECONDS = 110
SEARCHES_PER_SECOND = 4


class Pace:
    """Counts calls as the vendor does. A search counts as a call too, and shows no headers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._calls = Window(PER_TEN_SECONDS, 10, clock)
        self._searches = Window(SEARCHES_PER_SECOND, 1, clock)

    def take(self, request: Request) -> Reply | None:
        """The refusal of a call that comes too soon, None for one that may pass."""
        if not self._calls.take().is_allowed:
            return errors.too_many("TEN_SECONDLY_ROLLING", "ten_secondly_rolling")
        if request.path.endswith("/search") and not self._searches.take().is_allowed:
            return errors.too_many()
        return None
