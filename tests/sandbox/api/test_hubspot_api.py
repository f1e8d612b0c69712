"""What the HubSpot-shaped API answers to pages, searches, batches and those who may not ask."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from sandbox.api import Merging, Vendor
from sandbox.api.hubspot import HubSpot
from sandbox.api.hubspot.kinds import KINDS
from sandbox.api.hubspot.record import milliseconds
from tests.sandbox.api.hubspot_client import serving
from tests.sandbox.api.tiny import TOKEN

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MODIFIED = "hs_lastmodifieddate"


@pytest.fixture
def vendor():
    return HubSpot(now=lambda: NOW)


@pytest.fixture
def crm(vendor, session):
    with serving(vendor, session) as client:
        yield client


@pytest.fixture(scope="module")
def full(company):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        with serving(HubSpot(company), session) as client:
            yield client


def ids_of(answer):
    return [record["id"] for record in answer.json()["results"]]


def stamp(at):
    return str(milliseconds(at))


def test_it_is_what_the_server_and_the_suite_ask_for(vendor):
    served: Vendor = vendor
    controls: Merging = vendor
    assert (served.name, controls.main_stream, controls.child_stream, controls.can_merge) == (
        *("hubspot", "deal", "association"),
        True,
    )


def test_pages_of_a_list(vendor, crm):
    made = vendor.create(25)
    page = crm.get("/crm/v3/objects/deals").json()
    assert len(page["results"]) == 10
    after = page["paging"]["next"]["after"]
    link = page["paging"]["next"]["link"]
    assert link.startswith(f"{crm.url}/crm/v3/objects/deals?")
    rest = crm.get("/crm/v3/objects/0-3", limit=100, after=after).json()
    assert "paging" not in rest
    assert [record["id"] for record in page["results"] + rest["results"]] == list(made)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 101},
        {"limit": 0},
        {"limit": 51, "propertiesWithHistory": "dealstage"},
        {"after": "where we were"},
    ],
)
def test_a_list_that_cannot_be_given(crm, query):
    answer = crm.get("/crm/v3/objects/deals", **query)
    assert answer.status_code == 400
    assert answer.json()["category"] == "VALIDATION_ERROR"
    assert answer.json().keys() >= {"status", "message", "correlationId"}


def test_only_what_is_asked_for_is_told(vendor, crm):
    (made,) = vendor.create(1)
    shown = crm.get(f"/crm/v3/objects/deals/{made}", properties="amount,closedate,none").json()
    names = {"amount", "closedate", "createdate", MODIFIED, "hs_object_id"}
    assert shown["properties"].keys() == names
    assert shown["properties"]["closedate"] is None
    assert "propertiesWithHistory" not in shown
    told = crm.get(f"/crm/v3/objects/deals/{made}", propertiesWithHistory="dealstage").json()
    assert told["propertiesWithHistory"].keys() == {"dealstage"}
    assert told["properties"]["dealstage"] == told["propertiesWithHistory"]["dealstage"][0]["value"]


def test_archived_records_are_only_in_their_own_list(vendor, crm):
    first, second = vendor.create(2)
    vendor.delete(first)
    assert list(crm.all("deals")) == [second]
    assert list(crm.all("deals", archived="true")) == [first]
    assert ids_of(crm.search("deals")) == [second]
    assert crm.get(f"/crm/v3/objects/deals/{first}").status_code == 404
    assert crm.get(f"/crm/v3/objects/deals/{first}", archived="true").json()["archivedAt"]


def test_who_was_merged_away_is_nowhere(vendor, crm):
    first, second, third = vendor.create(3)
    vendor.merge(first, second)
    vendor.merge(second, third)
    assert list(crm.all("deals")) == [third]
    assert crm.all("deals", archived="true") == {}
    shown = crm.get(f"/crm/v3/objects/deals/{third}", properties="hs_merged_object_ids").json()
    assert set(shown["properties"]["hs_merged_object_ids"].split(";")) == {first, second}
    assert shown["updatedAt"] > shown["createdAt"]


def test_changes_are_found_by_their_time(vendor, crm):
    made = vendor.create(5)
    for record_id in (made[3], made[1]):
        vendor.change(record_id)
    since = stamp(NOW + timedelta(milliseconds=1))
    found = crm.search("deals", (MODIFIED, "GTE", since), sorts=[MODIFIED], properties=[MODIFIED])
    assert ids_of(found) == [made[3], made[1]]
    assert found.json()["total"] == 2
    assert "propertiesWithHistory" not in found.json()["results"][0]
    exact = found.json()["results"][1]["properties"][MODIFIED]
    one = crm.search("deals", (MODIFIED, "EQ", exact), ("hs_object_id", "GT", "0"))
    assert ids_of(one) == [made[1]]
    back = crm.search("deals", sorts=[{"propertyName": "hs_object_id", "direction": "DESCENDING"}])
    assert ids_of(back) == [*made[::-1]]


def test_filters(vendor, crm):
    made = vendor.create(4)
    between = {"propertyName": "hs_object_id", "operator": "BETWEEN"}
    among = {"propertyName": "hs_object_id", "operator": "IN", "values": [made[0], made[3]]}
    for filters, expected in (
        ([between | {"value": made[1], "highValue": made[2]}], [*made[1:3]]),
        ([among], [made[0], made[3]]),
        ([{"propertyName": "dealname", "operator": "EQ", "value": "Deal 2"}], [made[2]]),
        ([{"propertyName": "closedate", "operator": "HAS_PROPERTY"}], []),
    ):
        groups = [{"filters": filters}]
        assert ids_of(crm.search("deals", filterGroups=groups)) == expected


def test_a_search_ends_after_ten_thousand(vendor, crm):
    vendor.create(10_300)
    page = crm.search("deals", sorts=["hs_object_id"], after="9800").json()
    assert page["total"] == 10_300
    assert len(page["results"]) == 200
    assert page["paging"]["next"]["after"] == "10000"
    assert crm.search("deals", after="10000").status_code == 400


@pytest.mark.parametrize("key", ["filterGroups", "sorts", "properties", "limit", "after"])
def test_a_search_has_all_its_keys(crm, key):
    asked = {"filterGroups": [], "sorts": [], "properties": [], "limit": 10, "after": "0"}
    asked.pop(key)
    answer = crm.post("/crm/v3/objects/deals/search", **asked)
    assert answer.status_code == 400
    assert key in answer.json()["message"]


def test_searches_that_fail(crm):
    assert crm.search("deals", limit=201).status_code == 400
    assert crm.search("deals", (MODIFIED, "GTE", "0")).status_code == 500
    assert crm.search("deals", ("no_such", "EQ", "x")).status_code == 400


def test_the_index_is_late(vendor, crm):
    (made,) = vendor.create(1)
    vendor.search.lag = timedelta(seconds=30)
    assert ids_of(crm.search("deals")) == []
    assert list(crm.all("deals")) == [made]
    vendor.search.lag = timedelta(0)
    assert ids_of(crm.search("deals")) == [made]


def test_batches_name_what_is_missing(vendor, crm):
    first, second = vendor.create(2)
    whole = crm.batch("deals", [first, second], history=["dealstage"])
    assert whole.status_code == 200
    assert whole.json()["results"][0]["propertiesWithHistory"]["dealstage"]
    part = crm.batch("deals", [first, "17"])
    assert part.status_code == 207
    assert ids_of(part) == [first]
    (error,) = part.json()["errors"]
    assert (error["category"], error["context"]) == ("OBJECT_NOT_FOUND", {"ids": ["17"]})
    assert crm.batch("deals", [str(n) for n in range(101)]).status_code == 400
    assert crm.batch("deals", [str(n) for n in range(51)], history=["x", "dealstage"]).json()


def test_a_batch_with_history_is_smaller(vendor, crm):
    made = vendor.create(51)
    assert crm.batch("deals", made).status_code == 200
    assert crm.batch("deals", made, history=["dealstage"]).status_code == 400


def test_associations_and_those_without_any(vendor, crm):
    (made,) = vendor.create(1)
    answer = crm.tied("deals", "contacts", made, "17")
    assert answer.status_code == 207
    (found,), (error,) = answer.json()["results"], answer.json()["errors"]
    (contact,) = crm.all("contacts")
    assert found["from"] == {"id": made}
    assert [to["toObjectId"] for to in found["to"]] == [contact]
    assert error["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    assert error["context"]["fromObjectId"] == ["17"]
    assert crm.tied("0-3", "0-1", made).status_code == 200
    assert crm.tied("deals", "contacts", *(str(n) for n in range(1001))).status_code == 400


def test_associations_come_in_pages(company, session):
    vendor = HubSpot(company)
    vendor.associations.per_page = 1
    with serving(vendor, session) as client:
        deals = client.all("deals", associations="line_items")
        rows = {
            k: d["associations"]["line_items"]["results"]
            for k, d in deals.items()
            if "line_items" in d.get("associations", {})
        }
        deal, lines = max(rows.items(), key=lambda item: len(item[1]))
        assert len(lines) > 1
        found, asked = [], {"id": deal}
        while asked:
            (result,) = client.tied("deals", "line_items", asked).json()["results"]
            found += [to["toObjectId"] for to in result["to"]]
            after = result.get("paging", {}).get("next", {}).get("after")
            asked = {"id": deal, "after": after} if after else None
        assert found == [line["id"] for line in lines]


@pytest.mark.parametrize("kind", ["goal_targets", "leads"])
def test_a_scope_that_is_missing(vendor, crm, kind):
    assert crm.get(f"/crm/v3/objects/{kind}").status_code == 200
    vendor.missing_scopes.add(KINDS[kind].scope)
    for path in (f"/crm/v3/objects/{kind}", f"/crm/v3/properties/{kind}"):
        answer = crm.get(path)
        assert answer.status_code == 403
        assert answer.json()["category"] == "MISSING_SCOPES"
    assert crm.get("/crm/v3/objects/deals").status_code == 200


def test_definitions_tell_own_properties(full):
    found = full.get("/crm/v3/properties/deals").json()["results"]
    own = {each["name"] for each in found if not each["hubspotDefined"]}
    assert own == {
        *("lead_source", "referred_by", "payment_terms", "stakeholders", "discount"),
        "sales_region",
    }
    assert full.get("/account-info/v3/details").json()["companyCurrency"] == "EUR"


def test_pages_of_owners(full):
    first = full.get("/crm/v3/owners", limit=3).json()
    assert first["paging"]["next"]["after"] == "3"
    rest = full.get("/crm/v3/owners", limit=500, after="3").json()
    assert "paging" not in rest
    found = [owner["id"] for owner in first["results"] + rest["results"]]
    assert len(found) == len(set(found)) > 10
    assert full.get("/crm/v3/owners", limit=501).status_code == 400


def test_too_many_calls(vendor):
    reply = vendor.error(429, "rate")
    assert isinstance(reply.body, dict)
    assert (reply.body["errorType"], reply.body["policyName"]) == ("RATE_LIMIT", "SECONDLY")
    assert "Retry-After" not in reply.headers
    assert reply.headers["X-HubSpot-RateLimit-Secondly-Remaining"] == "0"


def test_a_url_that_is_too_long(crm):
    answer = crm.get("/crm/v3/objects/deals", properties=",".join(["hs_some_property"] * 700))
    assert answer.status_code == 414


def test_paths_that_are_not_there(crm):
    assert crm.get("/crm/v3/objects/unicorns").status_code == 404
    assert crm.get("/crm/v9/owners").status_code == 404
    assert crm.post("/crm/v3/objects/deals").status_code == 405


def test_a_million_deals_cost_two_numbers_each(vendor, crm):
    made = vendor.create(1_000_000)
    vendor.change(made[999_998])
    vendor.delete(made[999_997])
    after = made[999_989]
    answer = crm.get("/crm/v3/objects/deals", limit=100, after=after, properties="description")
    records = answer.json()["results"]
    assert [r["id"] for r in records] == [*made[999_990:999_997], *made[999_998:]]
    assert records[-2]["properties"]["description"] == "changed 1 times"
    assert vendor.portal.made.created.itemsize == 8


def test_who_asks_too_fast_is_refused_by_the_published_limits(session):
    with serving(HubSpot(now=lambda: NOW, is_limited=True), session) as crm:
        searched = [crm.search("contacts") for _ in range(6)]
        assert [answer.status_code for answer in searched].count(429) in (1, 2)
        refused = next(answer.json() for answer in searched if answer.status_code == 429)
        assert (refused["errorType"], refused["policyName"]) == ("RATE_LIMIT", "SECONDLY")
        asked = [crm.get("/account-info/v3/details") for _ in range(120)]
    assert {answer.status_code for answer in asked[:100]} == {200}
    assert asked[-1].status_code == 429
    assert asked[-1].json()["policyName"] == "TEN_SECONDLY_ROLLING"
    assert "Retry-After" not in asked[-1].headers
