"""Rate limits that all streams of a credential share, and the vendor's clock."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from connectors.api.limits import Clock, Limit, Throttle, shared


def starts_of(throttle: Throttle, calls: int, *, bucket: str = "", threads: int = 4) -> list[float]:
    """When each of so many calls was let through, in seconds from the first try on."""
    begun = time.monotonic()

    def call(_: int) -> float:
        throttle.wait(bucket)
        return time.monotonic() - begun

    with ThreadPoolExecutor(threads) as pool:
        return sorted(pool.map(call, range(calls)))


def test_no_window_holds_more_calls_than_the_limit() -> None:
    limit = Limit(5, 0.3)
    starts = starts_of(Throttle([limit]), 16)
    # the clock is read after the wait, so a call seems later than it was by what threads wait
    for earlier, later in zip(starts, starts[limit.calls :], strict=False):
        assert later - earlier > limit.seconds - 0.15
    assert starts[-1] >= 0.9


def test_what_is_below_the_limit_does_not_wait() -> None:
    assert starts_of(Throttle([Limit(100, 10)]), 50)[-1] < 2


def test_a_bucket_counts_its_own_calls_and_those_count_for_all() -> None:
    throttle = Throttle([Limit(6, 0.5), Limit(1, 0.2, "search")])
    assert starts_of(throttle, 3, bucket="search")[-1] >= 0.4
    # three of six places are taken; the fourth call from here on waits for the first search
    assert starts_of(throttle, 3)[-1] < 0.2
    assert starts_of(Throttle([Limit(1, 5, "search")]), 20)[-1] < 2


def test_a_pause_holds_everybody() -> None:
    throttle = Throttle([])
    throttle.pause(0.3)
    throttle.pause(0.1)
    assert starts_of(throttle, 4)[0] >= 0.25


def test_the_clock_goes_on_from_what_was_told() -> None:
    clock = Clock()
    assert clock.now is None
    for junk in (None, "", "yesterday", "Wed, 99 Foo 2026 00:00:00 GMT"):
        clock.tell(junk)
    assert clock.now is None
    clock.tell("Sat, 29 Feb 2020 12:00:00 GMT")
    clock.tell("nonsense")
    told = datetime(2020, 2, 29, 12, tzinfo=UTC)
    time.sleep(0.05)
    assert clock.now is not None
    assert timedelta(seconds=0.04) < clock.now - told < timedelta(seconds=5)


@pytest.mark.parametrize("date", ["Sat, 29 Feb 2020 12:00:00", "Sat, 29 Feb 2020 12:00:00 -0000"])
def test_a_date_without_a_zone_is_utc(date: str) -> None:
    clock = Clock()
    clock.tell(date)
    assert clock.now is not None
    assert clock.now - datetime(2020, 2, 29, 12, tzinfo=UTC) < timedelta(seconds=5)


def test_one_credential_has_one_throttle_and_one_clock() -> None:
    first, again = shared("a credential", []), shared("a credential", [])
    assert first is again
    assert shared("another", []).throttle is not first.throttle
