"""Meetings that tests create in the Calendly-shaped API."""

from datetime import timedelta

import pytest

from sandbox.api import ids
from tests.sandbox.api.calendly_client import NOW


def test_created_events_change_and_go(vendor, empty):
    first, second, third = vendor.create(3)
    before = {event["uri"]: event for event in empty.events()}
    assert list(before) == [first, second, third]
    assert [len(empty.invitees(event)) for event in before.values()] == [1, 1, 1]
    vendor.change(second)
    vendor.change(second)
    vendor.delete(third)
    after = {event["uri"]: event for event in empty.events()}
    assert list(after) == [first, second]
    assert after[first] == before[first]
    assert after[second]["updated_at"] > before[second]["updated_at"]
    (invitee,) = empty.invitees(after[second])
    assert invitee["questions_and_answers"][0]["answer"] == "changed 2 times"
    with pytest.raises(KeyError):
        vendor.change(third)
    assert vendor.create(1)[0] not in before


def test_a_missed_created_event_is_not_touched(vendor, empty):
    (uri,) = vendor.create(1, NOW - timedelta(days=1))
    (before,) = empty.events()
    vendor.miss(uri)
    assert empty.events() == [before]
    assert empty.invitees(before)[0]["no_show"]["created_at"] > before["created_at"]


def test_batches_of_created_events_lie_among_each_other(vendor, empty):
    made = [*vendor.create(130), *vendor.create(130, NOW + timedelta(days=1, seconds=60))]
    vendor.delete(made[5])
    events = empty.events()
    starts = [event["start_time"] for event in events]
    assert starts == sorted(starts)
    assert len({event["uri"] for event in events}) == 259
    assert empty.events(sort="start_time:desc") == events[::-1]
    low, high = starts[100], starts[200]
    inner = [event for event in events if low < event["start_time"] < high]
    assert empty.events(min_start_time=low, max_start_time=high) == inner


def test_what_is_deleted_while_paging_hides_nothing_else(vendor, empty):
    made = vendor.create(30)
    query = {"organization": empty.organization}
    first = empty.get("/scheduled_events", **query).json()
    vendor.delete(made[0])
    rest = empty.session.get(first["pagination"]["next_page"], timeout=10).json()
    assert [row["uri"] for row in first["collection"] + rest["collection"]] == list(made)


def test_a_million_events_cost_nothing_until_shown(vendor):
    made = vendor.create(1_000_000)
    assert len(made) == 1_000_000
    assert (
        made[-1] == f"https://api.calendly.com/scheduled_events/{ids.uuid(14, (1 << 41) + 999_999)}"
    )
    vendor.change(made[999_999])
