"""Rate limits as a vendor publishes them, shared by everything that uses one credential."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """At most `calls` in any `seconds`; with a `bucket` only calls of that kind count."""

    calls: int
    seconds: float
    bucket: str = ""


class Throttle:
    """Makes callers wait until every limit lets their call through."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self._lock = threading.Lock()
        self._starts = [(limit, deque[float](maxlen=limit.calls)) for limit in limits]
        self._paused_until = 0.0

    def wait(self, bucket: str = "") -> None:
        """Return when the next call of this kind may be made; its place is taken by then."""
        with self._lock:
            mine = [pair for pair in self._starts if pair[0].bucket in ("", bucket)]
            start = max(time.monotonic(), self._paused_until)
            for limit, starts in mine:
                if len(starts) == limit.calls:
                    start = max(start, starts[0] + limit.seconds)
            for _, starts in mine:
                starts.append(start)
        delay = start - time.monotonic()
        if delay > 0:
            time.sleep(delay)

    def pause(self, seconds: float) -> None:
        """Let nobody call for so long: the vendor said so to one of us and means all of us."""
        with self._lock:
            self._paused_until = max(self._paused_until, time.monotonic() + seconds)


_shared: dict[str, Throttle] = {}
_shared_lock = threading.Lock()


def shared_throttle(credential: str, limits: Sequence[Limit]) -> Throttle:
    """The one throttle of a credential in this process; `credential` is a name, not the secret."""
    with _shared_lock:
        if credential not in _shared:
            _shared[credential] = Throttle(limits)
        return _shared[credential]
