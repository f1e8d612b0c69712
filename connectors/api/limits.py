"""What everything that uses one credential shares: rate limits, budget and the vendor's clock."""

import email.utils
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from connectors.api.budget import Budget


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


class Clock:
    """The vendor's clock, as its answers tell it: ours may be wrong."""

    def __init__(self) -> None:
        self._told: tuple[datetime, float] | None = None

    def tell(self, date: str | None) -> None:
        """Take the Date header of an answer, if it has one."""
        try:
            at = email.utils.parsedate_to_datetime(date or "")
        except ValueError:
            return
        self._told = at.replace(tzinfo=at.tzinfo or UTC), time.monotonic()

    @property
    def now(self) -> datetime | None:
        """The time there, None before any answer."""
        if self._told is None:
            return None
        at, told = self._told
        return at + timedelta(seconds=time.monotonic() - told)


@dataclass(frozen=True)
class Shared:
    """What the streams of one credential have in common."""

    throttle: Throttle
    clock: Clock
    budget: Budget = field(default_factory=Budget)


_shared: dict[str, Shared] = {}
_lock = threading.Lock()


def shared(
    credential: str, limits: Sequence[Limit], budget: Callable[[], Budget] = Budget
) -> Shared:
    """What a credential's streams share in this process; `credential` names it, it is no secret."""
    with _lock:
        if credential not in _shared:
            _shared[credential] = Shared(Throttle(limits), Clock(), budget())
        return _shared[credential]
