"""What the Calendly-shaped API says to parameters, pages and those who may not ask."""

import pytest

from sandbox.api import ids
from sandbox.api.calendly import Calendly
from tests.sandbox.api.calendly_client import NOW, serving


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
