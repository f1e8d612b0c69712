"""The Calendly-shaped API over a small company: what it says, and how it answers."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import requests

from sandbox.api import Sandbox, ids
from sandbox.api.calendly import Calendly
from sandbox.company import Company
from sandbox.company.roster import NAMES
from sandbox.truth.bookings import KNOWN_AFTER, outcome
from tests.sandbox.api.conftest import TOKEN

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Client:
    """Reads one API as a client would."""

    def __init__(self, url: str, session: requests.Session):
        self.url, self.session = url, session

    def get(self, path, **query):
        return self.session.get(f"{self.url}{path}", params=query, timeout=10)

    def all(self, path, **query):
        url, rows = f"{self.url}{path}", []
        answer = self.session.get(url, params=query, timeout=10).json()
        while True:
            rows += answer["collection"]
            if (url := answer["pagination"]["next_page"]) is None:
                return rows
            answer = self.session.get(url, timeout=10).json()

    @property
    def organization(self):
        return self.get("/users/me").json()["resource"]["current_organization"]

    def events(self, **query):
        return self.all("/scheduled_events", organization=self.organization, count=100, **query)

    def invitees(self, event):
        return self.all(f"/scheduled_events/{event['uri'].rpartition('/')[2]}/invitees")


@contextmanager
def serving(vendor, session) -> Iterator[Client]:
    with Sandbox([vendor], token=TOKEN) as sandbox:
        yield Client(sandbox.url("calendly"), session)


@pytest.fixture(scope="module")
def company():
    return Company(7, 0.15, day=25)


@pytest.fixture(scope="module")
def client(company):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        with serving(Calendly(company, lambda: company.now), session) as client:
            yield client


@pytest.fixture
def vendor():
    return Calendly(now=lambda: NOW)


@pytest.fixture
def empty(vendor, session):
    with serving(vendor, session) as client:
        yield client


def at(text):
    return datetime.fromisoformat(text)


def made(company):
    every = [booking for attempt in company.attempts for booking in attempt.bookings]
    return [booking for booking in every + company.strays if booking.booked_at < company.now]


def told(event, invitee, now):
    """The outcome, as far as Calendly tells it."""
    if invitee["rescheduled"]:
        return "rescheduled"
    if event["status"] == "canceled":
        return "cancelled"
    if invitee["no_show"]:
        return "no_show"
    return "held_assumed" if now - at(event["end_time"]) > KNOWN_AFTER else "scheduled"


def test_every_booking_is_told_as_the_company_knows_it(company, client):
    events = {ids.booking_of(event["uri"]): event for event in client.events()}
    bookings = made(company)
    assert len(events) == len(bookings) > 100
    seen: Counter[str] = Counter()
    for booking in bookings:
        event = events[booking.booking_id]
        (invitee,) = client.invitees(event)
        (host,) = event["event_memberships"]
        assert event["name"] == booking.event_type
        assert (at(event["start_time"]), at(event["end_time"])) == (
            booking.starts_at,
            booking.ends_at,
        )
        assert at(event["created_at"]) == at(invitee["created_at"]) == booking.booked_at
        assert host["user_name"] == NAMES.get(booking.owner, booking.owner)
        assert (invitee["email"], invitee["name"]) == (booking.email, booking.name)
        assert ids.booking_of(invitee["uri"]) == booking.booking_id
        old = invitee["old_invitee"]
        assert (ids.booking_of(old) if old else "") == booking.moved_from
        result = outcome(booking, company.now)
        told_result = told(event, invitee, company.now)
        if result == "held":
            assert told_result in ("held_assumed", "scheduled")
        else:
            assert told_result == result
        if result == "cancelled":
            cancellation = event["cancellation"]
            assert cancellation == invitee["cancellation"]
            assert cancellation["canceler_type"] == booking.cancelled_by
            assert at(cancellation["created_at"]) == booking.cancelled_at
            assert at(event["updated_at"]) == booking.cancelled_at
        seen[result] += 1
    assert set(seen) >= {"rescheduled", "cancelled", "no_show", "held", "held_assumed"}


def test_a_move_links_both_ways_and_cancels_the_old(client):
    events = {event["uri"]: event for event in client.events(status="canceled")}
    moved = [row for event in events.values() for row in client.invitees(event)]
    moved = [row for row in moved if row["rescheduled"]]
    assert moved
    for invitee in moved:
        path = invitee["new_invitee"].removeprefix("https://api.calendly.com")
        new = client.get(path).json()["resource"]
        assert new["old_invitee"] == invitee["uri"]
        assert events[invitee["event"]]["invitees_counter"]["active"] == 0


def test_a_no_show_marks_the_invitee_and_not_the_event(client):
    found = 0
    for event in client.events(status="active")[:60]:
        (invitee,) = client.invitees(event)
        mark = invitee["no_show"]
        if mark:
            found += 1
            assert at(event["updated_at"]) == at(event["created_at"])
            assert at(invitee["updated_at"]) == at(mark["created_at"]) >= at(event["end_time"])
            path = mark["uri"].removeprefix("https://api.calendly.com")
            assert client.get(path).json()["resource"]["invitee"] == invitee["uri"]
        else:
            uuid = ids.uuid(ids.NO_SHOW, ids.of_uuid(event["uri"])[1])
            assert client.get(f"/invitee_no_shows/{uuid}").status_code == 404
    assert found


def test_the_clock_moves_and_what_happens_later_is_not_told(company, session):
    fate = next(booking for booking in made(company) if booking.cancelled_at)
    clock = [fate.booked_at + timedelta(seconds=1)]
    with serving(Calendly(company, lambda: clock[0]), session) as client:
        before = {ids.booking_of(event["uri"]): event for event in client.events()}
        clock[0] = company.now
        after = {ids.booking_of(event["uri"]): event for event in client.events()}
    assert before.keys() < after.keys()
    assert max(at(event["updated_at"]) for event in before.values()) == fate.booked_at
    old, new = before[fate.booking_id], after[fate.booking_id]
    assert (old["status"], new["status"]) == ("active", "canceled")
    assert "cancellation" not in old
    assert at(new["updated_at"]) == fate.cancelled_at


def test_members_are_those_of_today_and_events_name_who_has_left(company, client):
    members = client.all("/organization_memberships", organization=client.organization)
    names = {member["user"]["name"] for member in members}
    assert {"Karen Friis", "Ben Carver"} <= names
    assert "Tom Whitby" not in names
    assert [member["role"] for member in members].count("owner") == 1
    hosts = {host["user_name"] for event in client.events() for host in event["event_memberships"]}
    assert "Tom Whitby" in hosts
    one = client.all("/organization_memberships", email="r15@kvistsoftware.example.net")
    assert [member["user"]["name"] for member in one] == ["Ben Carver"]


def test_event_types_are_sorted_by_name(client):
    names = [row["name"] for row in client.all("/event_types", organization=client.organization)]
    assert names == ["Demo on site", "Discovery call", "Product demo"]
    query = {"organization": client.organization, "sort": "name:desc"}
    assert [row["name"] for row in client.all("/event_types", **query)] == names[::-1]
    assert client.all("/event_types", organization=client.organization, active="false") == []


def test_routing_submissions_come_from_people_who_are_leads(company, client):
    (form,) = client.all("/routing_forms", organization=client.organization)
    sent = client.all("/routing_form_submissions", form=form["uri"])
    leads = {attempt.person.email for attempt in company.attempts if attempt.leads}
    assert sent
    assert {row["questions_and_answers"][0]["answer"] for row in sent} <= leads
    times = [row["created_at"] for row in sent]
    assert times == sorted(times)
    newest = {"form": form["uri"], "sort": "created_at:desc"}
    assert client.all("/routing_form_submissions", **newest) == sent[::-1]


def test_pages_hold_20_unless_told_and_lead_back(client):
    query = {"organization": client.organization}
    first = client.get("/scheduled_events", **query).json()
    assert len(first["collection"]) == first["pagination"]["count"] == 20
    assert first["pagination"]["previous_page"] is None
    token = first["pagination"]["next_page_token"]
    second = client.get("/scheduled_events", **query, page_token=token).json()
    back = client.session.get(second["pagination"]["previous_page"], timeout=10).json()
    assert back["collection"] == first["collection"]
    assert back["pagination"]["previous_page_token"] is None
    assert client.session.get(back["pagination"]["next_page"], timeout=10).json() == second
    assert first["pagination"]["next_page"].startswith(f"{client.url}/scheduled_events?")


def test_events_are_asked_for_by_start_only_and_bounds_are_outside(client):
    events = client.events(sort="start_time:asc")
    starts = [event["start_time"] for event in events]
    assert starts == sorted(starts)
    assert client.events(sort="start_time:desc") == events[::-1]
    low, high = starts[10], starts[-10]
    inner = [event for event in events if low < event["start_time"] < high]
    bounds = {"min_start_time": low, "max_start_time": high}
    assert client.events(**bounds) == inner
    assert client.events(**bounds, sort="start_time:desc") == inner[::-1]


def test_events_of_a_user_or_of_an_address(client):
    event = client.events()[0]
    user = event["event_memberships"][0]["user"]
    of_user = client.events(user=user)
    assert event in of_user
    assert all(row["event_memberships"][0]["user"] == user for row in of_user)
    email = client.invitees(event)[0]["email"]
    assert event in client.events(invitee_email=email)


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/scheduled_events", {}, "organization"),
        ("/event_types", {}, "organization"),
        ("/routing_forms", {}, "organization"),
        ("/routing_form_submissions", {}, "form"),
        ("/scheduled_events", {"count": "101"}, "count"),
        ("/scheduled_events", {"count": "0"}, "count"),
        ("/scheduled_events", {"status": "cancelled"}, "status"),
        ("/scheduled_events", {"sort": "updated_at:desc"}, "sort"),
        ("/scheduled_events", {"sort": "start_time:down"}, "sort"),
        ("/scheduled_events", {"min_start_time": "yesterday"}, "min_start_time"),
        ("/scheduled_events", {"page_token": "bm9uc2Vuc2U"}, "page_token"),
        ("/event_types", {"active": "yes"}, "active"),
    ],
)
def test_wrong_parameters_are_named(empty, path, query, parameter):
    known = {"organization": empty.organization} if query else {}
    answer = empty.get(path, **known, **query)
    body = answer.json()
    assert (answer.status_code, body["title"]) == (400, "Invalid Argument")
    assert [detail["parameter"] for detail in body["details"]] == [parameter]


def test_what_is_not_ours_is_denied_and_what_is_not_there_not_found(empty):
    other = f"https://api.calendly.com/organizations/{ids.uuid(ids.ORGANIZATION, 2)}"
    for path in ("/scheduled_events", "/event_types", "/organization_memberships"):
        answer = empty.get(path, organization=other)
        assert (answer.status_code, answer.json()["title"]) == (403, "Permission Denied")
    user = empty.all("/organization_memberships")[1]["user"]["uri"]
    assert empty.get("/scheduled_events", user=user).status_code == 403
    for path in ("/no_such_thing", f"/scheduled_events/{ids.event('B000001-1')}/invitees"):
        answer = empty.get(path)
        assert (answer.status_code, answer.json()["title"]) == (404, "Resource Not Found")


def test_routing_forms_need_the_plan(vendor, empty):
    assert empty.get("/routing_forms", organization=empty.organization).status_code == 200
    vendor.has_routing_forms = False
    answer = empty.get("/routing_forms", organization=empty.organization)
    assert (answer.status_code, answer.json()["title"]) == (403, "Permission Denied")


def test_the_rate_limit_is_told_in_headers_and_kept(session):
    with serving(Calendly(now=lambda: NOW, per_minute=2), session) as client:
        answers = [client.get("/users/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 61


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
