"""What the Zoho-shaped API answers to pages, tokens, queries and those who may not ask."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from sandbox.api import Controls, Request, Vendor
from sandbox.api.zoho import Zoho, ids
from sandbox.api.zoho.setup import LAYOUT

FIELDS = {"fields": "Deal_Name,Modified_Time"}


class Clock:
    """A clock that a test turns."""

    def __init__(self):
        self.now = datetime(2026, 11, 25, 12, 0, 0, 700_000, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vendor(clock):
    return Zoho(now=clock)


@pytest.fixture(scope="module")
def full(company):
    return Zoho(company)


def get(vendor, path, since=None, **query):
    """Status and body of the answer to a GET."""
    given = {name: [str(value)] for name, value in query.items()}
    headers = {"if-modified-since": since} if since else {}
    reply = vendor.answer(Request("GET", f"/crm/v8/{path}", given, headers))
    return reply.status, reply.body


def query(vendor, text):
    body = json.dumps({"select_query": text}).encode()
    reply = vendor.answer(Request("POST", "/crm/v8/coql", body=body))
    return reply.status, reply.body


def keys(body):
    return [record["id"] for record in body["data"]]


def test_it_is_what_the_server_and_the_suite_ask_for(vendor):
    served: Vendor = vendor
    controls: Controls = vendor
    assert (served.name, controls.main_stream, controls.child_stream, controls.can_merge) == (
        *("zoho", "deal", "timeline"),
        False,
    )


def test_pages_by_number_and_by_token(vendor):
    made = list(vendor.create(450))
    listing = {**FIELDS, "sort_by": "id", "sort_order": "asc", "per_page": 200}
    _, first = get(vendor, "Deals", **listing)
    _, second = get(vendor, "Deals", **listing, page=2)
    _, third = get(vendor, "Deals", **listing, page_token=second["info"]["next_page_token"])
    assert keys(first) + keys(second) + keys(third) == made
    assert not third["info"]["more_records"]
    assert third["info"]["next_page_token"] is None
    # only what was asked for, and the id
    assert set(first["data"][0]) == {"id", "Deal_Name", "Modified_Time"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"fields": ""}, "REQUIRED_PARAM_MISSING"),
        ({"fields": ",".join(f"f{n}" for n in range(51))}, "INVALID_DATA"),
        ({"per_page": 201}, "INVALID_DATA"),
        ({"page": 11}, "DISCRETE_PAGINATION_LIMIT_EXCEEDED"),
        ({"page_token": "what we had"}, "INVALID_DATA"),
    ],
)
def test_a_listing_that_cannot_be(vendor, wrong, code):
    vendor.create(1)
    status, body = get(vendor, "Deals", **{**FIELDS, **wrong})
    assert (status, body["code"]) == (400, code)


def test_a_token_is_good_for_its_listing_alone_and_for_a_day(vendor, clock):
    vendor.create(30)
    listing = {**FIELDS, "sort_by": "id", "per_page": 10}
    token = get(vendor, "Deals", **listing)[1]["info"]["next_page_token"]
    again = {**listing, "page_token": token}
    assert get(vendor, "Deals", **again)[0] == 200
    other = {**again, "fields": "Deal_Name"}
    assert get(vendor, "Deals", **other)[1]["code"] == "TOKEN_BOUND_DATA_MISMATCH"
    both = {**again, "page": 2}
    assert get(vendor, "Deals", **both)[0] == 400
    clock.now += timedelta(hours=25)
    assert get(vendor, "Deals", **again)[1]["code"] == "EXPIRED_VALUE"


def test_tokens_end_at_the_wall(vendor):
    vendor.create(30)
    vendor.listing.wall = 20
    listing = {**FIELDS, "sort_by": "id", "per_page": 10}
    token = get(vendor, "Deals", **listing)[1]["info"]["next_page_token"]
    token = get(vendor, "Deals", **listing, page_token=token)[1]["info"]["next_page_token"]
    status, body = get(vendor, "Deals", **listing, page_token=token)
    assert (status, body["code"]) == (400, "PAGINATION_LIMIT_EXCEEDED")


def test_changes_are_told_by_the_second(vendor, clock):
    made = list(vendor.create(3))
    clock.now += timedelta(minutes=5)
    vendor.change(made[1])
    changes = {**FIELDS, "sort_by": "Modified_Time", "sort_order": "asc"}
    second = clock.now.replace(microsecond=0)
    _, body = get(vendor, "Deals", since=second.isoformat(), **changes)
    assert keys(body) == [made[1]]
    assert body["data"][0]["Modified_Time"] == "2026-11-25T13:05:00+01:00"
    later = (second + timedelta(seconds=1)).isoformat()
    # nothing is an answer without a body
    assert get(vendor, "Deals", since=later, **changes) == (204, None)


def test_what_is_deleted_says_when_and_not_much_more(vendor):
    made = list(vendor.create(3))
    vendor.delete(made[0])
    _, body = get(vendor, "Deals/deleted", type="all")
    (gone,) = body["data"]
    assert gone["id"] == made[0]
    assert gone["deleted_time"] == "2026-11-25T13:00:00+01:00"
    assert "Created_Time" not in gone
    assert keys(get(vendor, "Deals", **FIELDS)[1]) == made[1:]
    assert get(vendor, "Leads/deleted")[0] == 204


def test_converted_leads_are_hidden_from_who_does_not_ask_for_them(full):
    listing = {"fields": "Converted__s,Converted_Deal", "per_page": 200}
    counts = {
        word: len(get(full, "Leads", **listing, converted=word)[1]["data"])
        for word in ("false", "true", "both")
    }
    assert counts["both"] == min(counts["false"] + counts["true"], 200)
    assert counts["true"] > 0
    plain = query(full, "select id from Leads where id > '0' limit 2000")[1]["data"]
    both = "(Converted__s = true or Converted__s = false)"
    whole = query(full, f"select id from Leads where ({both} and id > '0') limit 2000")[1]["data"]
    assert len(plain) < len(whole)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("select id from Deals", "SYNTAX_ERROR"),
        ("select id from Deals where id > '0' limit 2001", "LIMIT_EXCEEDED"),
        ("select id, Nothing from Deals where id > '0'", "INVALID_QUERY"),
        ("select Checklist from Deals where id > '0'", "INVALID_QUERY"),
        ("select id from Deals where (id > '0'", "SYNTAX_ERROR"),
    ],
)
def test_a_query_that_cannot_be(vendor, text, code):
    status, body = query(vendor, text)
    assert (status, body["code"]) == (400, code)


def test_a_timeline_has_pages_and_a_word_for_nothing(full):
    lead = next(
        lead
        for lead in full.org.by_id("Leads", 0)
        if lead.moves and lead.moves[0].old is None and len(lead.moves) > 1
    )
    path = f"Leads/{lead.id}/__timeline"
    _, body = get(full, path, sort_order="asc")
    first, second, *_ = body["__timeline"]
    assert (first["action"], first["field_history"]) == ("added", None)
    (change,) = second["field_history"]
    assert change["api_name"] == "Lead_Status"
    assert change["_value"] == {"old": "blank", "new": "Contacted"}
    _, page = get(full, path, sort_order="asc", per_page=1)
    _, following = get(full, path, sort_order="asc", page_token=page["info"]["next_page_token"])
    assert page["__timeline"] + following["__timeline"] == body["__timeline"]
    status, refused = get(full, f"Deals/{ids.DEAL + 999_999}/__timeline")
    assert (status, refused["code"]) == (400, "INVALID_DATA")


def test_a_history_says_where_a_deal_went_from_each_stage(full):
    rows = [row.fields for row in full.org.by_id("DealHistory", 0)]
    pairs = [
        (first, second)
        for first, second in pairwise(rows)
        if first["Potential_Name"] == second["Potential_Name"]
    ]
    assert len(pairs) > 100
    assert all(first["Moved_To__s"] == second["Stage"] for first, second in pairs)


def test_who_left_is_a_user_of_another_type(full):
    every = {
        kind: {user["full_name"] for user in get(full, "users", type=kind)[1]["users"]}
        for kind in ("AllUsers", "ActiveUsers", "DeactiveUsers", "DeletedUsers")
    }
    assert every["AllUsers"] == every["ActiveUsers"] | every["DeactiveUsers"]
    assert every["DeletedUsers"] == {"Lukas Hofer"}
    assert not every["DeletedUsers"] & every["AllUsers"]


def test_a_stage_that_was_renamed_keeps_its_value(full):
    maps = get(full, "settings/pipeline", layout_id=LAYOUT)[1]["pipeline"][0]["maps"]
    shown = {each["actual_value"]: each["display_value"] for each in maps}
    assert shown["Proposal sent"] == "Offer sent"
    assert shown["Closed won"] == "Closed won"


def test_errors_have_the_vendors_codes(vendor):
    vendor.missing, vendor.absent = {"Leads"}, {"Notes"}
    assert get(vendor, "Leads", **FIELDS)[1]["code"] == "OAUTH_SCOPE_MISMATCH"
    assert get(vendor, "Leads", **FIELDS)[0] == 401
    assert get(vendor, "Notes", **FIELDS)[1]["code"] == "INVALID_MODULE"
    assert get(vendor, "Potentials", **FIELDS)[1]["code"] == "INVALID_MODULE"
    assert vendor.error(401, "expired").body["code"] == "INVALID_TOKEN"
    # the token endpoint refuses in an answer that looks like a success
    assert vendor.error(400, "grant").status == 200


def test_credits_are_told_once_half_are_used():
    vendor = Zoho(credits_a_day=5)
    asked = Request("GET", "/crm/v8/Deals", {name: [text] for name, text in FIELDS.items()})
    told = [vendor.answer(asked).headers.get("X-API-CREDITS-REMAINING") for _ in range(6)]
    assert told == [None, None, "2", "1", "0", "0"]
    assert vendor.answer(asked).status == 429
