"""The Calendly-shaped API over a small company, held against what the company knows."""

from collections import Counter
from datetime import datetime, timedelta

from sandbox.api import ids
from sandbox.api.calendly import Calendly
from sandbox.company.roster import NAMES
from sandbox.truth.bookings import KNOWN_AFTER, outcome
from tests.sandbox.api.calendly_client import serving


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
