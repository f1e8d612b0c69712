"""The HubSpot-shaped API over a small company, held against what the company knows."""

from datetime import UTC, datetime

import pytest
import requests

from sandbox.api import ids
from sandbox.api.hubspot import HubSpot
from sandbox.api.hubspot.kinds import KINDS
from sandbox.api.hubspot.owners import owner_id
from sandbox.company import Company, shown
from sandbox.company.clock import end_of, local_day
from sandbox.company.market import DEAL_STAGES
from sandbox.company.roster import NAMES, quotas
from tests.sandbox.api.hubspot_client import serving
from tests.sandbox.api.tiny import TOKEN

HISTORY = {
    "deals": ["dealstage", "pipeline", "hubspot_owner_id"],
    "leads": ["hs_pipeline_stage", "hubspot_owner_id"],
}
PROPERTIES = [
    *("amount", "closedate", "deal_currency_code", "dealname", "dealstage", "hubspot_owner_id"),
    *("pipeline", "sales_region", "referred_by", "lead_source", "no_such_property"),
]


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def crm(company):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        with serving(HubSpot(company), session) as client:
            yield client


@pytest.fixture(scope="module")
def labels(crm):
    """The words of stages and pipelines by their ids."""
    found = {}
    for kind in ("deals", "leads"):
        for pipeline in crm.get(f"/crm/v3/pipelines/{kind}").json()["results"]:
            found[pipeline["id"]] = pipeline["label"]
            found |= {stage["id"]: stage["label"] for stage in pipeline["stages"]}
    return found


@pytest.fixture(scope="module")
def deals(crm):
    query = {"properties": PROPERTIES, "propertiesWithHistory": HISTORY["deals"]}
    return crm.all("0-3", **query, associations="contacts,companies,line_items")


def made(company):
    return [
        attempt
        for attempt in company.attempts
        if attempt.is_in_crm and attempt.deal and attempt.deal.created.at < company.now
    ]


def test_every_deal_is_there_as_the_company_knows_it(company, deals, labels):
    attempts = made(company)
    assert len(deals) == len(attempts) > 100
    for attempt in attempts:
        deal = attempt.deal
        found = deals[ids.deal(deal.deal_id)]
        own, amount = found["properties"], shown.amount(deal, company.now)
        assert at(found["createdAt"]) == at(own["createdate"]) == deal.created.at
        assert (own["dealname"], own["sales_region"]) == (deal.name, deal.region)
        assert (float(own["amount"]) if own["amount"] else None) == amount
        assert own["deal_currency_code"] == (deal.currency if amount is not None else None)
        assert own["hubspot_owner_id"] == owner_id(shown.owner(deal, company.now))
        assert labels[own["pipeline"]] == deal.pipeline
        renamed = labels[own["dealstage"]].replace("Offer sent", "Proposal sent")
        assert renamed == shown.source_stage(deal.steps, company.now)
        close_date = shown.close_date(deal, company.now)
        if close_date is not None:
            assert local_day(at(own["closedate"])) == close_date
        assert "no_such_property" not in own


def test_histories_hold_what_was_logged(company, deals, labels):
    repeated = 0
    for attempt in made(company):
        deal = attempt.deal
        history = deals[ids.deal(deal.deal_id)]["propertiesWithHistory"]
        stages = [step for step in shown.past(deal.steps, company.now) if step.is_logged]
        echoes = [echo for echo in deal.echoes if echo.at < company.now]
        repeated += len(echoes)
        assert len(history["dealstage"]) == len(stages) + len(echoes)
        stamps = [entry["timestamp"] for entry in history["dealstage"]]
        assert stamps == sorted(stamps, reverse=True)
        words = [labels[entry["value"]] for entry in history["dealstage"]]
        assert set(words) <= {*DEAL_STAGES, "Parking lot", "Offer sent"}
        owners = [(at(e["timestamp"]), e["value"]) for e in history["hubspot_owner_id"]]
        assert owners[::-1] == [
            (since, owner_id(rep)) for since, rep in deal.owners if since < company.now
        ]
    assert repeated


def test_a_deal_is_tied_to_its_people_accounts_and_lines(company, crm, deals):
    lines = crm.all("line_items", properties="name,quantity,amount")
    for attempt in made(company):
        deal = attempt.deal
        tied = deals[ids.deal(deal.deal_id)].get("associations", {})
        found = {name: [row["id"] for row in rows["results"]] for name, rows in tied.items()}
        assert found["contacts"] == [ids.person(attempt.person.number)]
        account = [ids.account(deal.account.account_id)] if deal.account else []
        assert found.get("companies", []) == account
        names = [lines[line]["properties"]["name"] for line in found.get("line_items", [])]
        expected = [line[0] for line in deal.lines] or [deal.product]
        assert names == (expected if deal.product else [])


def test_leads_without_a_status_are_in_no_stage(company, crm, labels):
    query = {"properties": "hs_pipeline_stage,first_contact,lead_source"}
    leads = crm.all("leads", **query, propertiesWithHistory=HISTORY["leads"])
    known = {
        ids.lead(lead.lead_id): lead
        for attempt in company.attempts
        for lead in attempt.leads
        if lead.created.at < company.now
    }
    assert leads.keys() == known.keys()
    assert {lead.is_tracked for lead in known.values()} == {True, False}
    for lead_id, lead in known.items():
        own = leads[lead_id]["properties"]
        stage = labels[own["hs_pipeline_stage"]] if own["hs_pipeline_stage"] else ""
        assert stage == (_last(lead, company.now) if lead.is_tracked else "")
        assert own["lead_source"] == lead.lead_source
        if own["first_contact"]:
            assert own["first_contact"] == f"{lead.first_contact.day}"


def _last(lead, now):
    return shown.past(lead.steps, now)[-1].source_stage


def test_no_address_belongs_to_two_contacts(crm):
    contacts = crm.all("contacts", properties="email,hs_merged_object_ids")
    emails = [c["properties"]["email"] for c in contacts.values() if c["properties"]["email"]]
    assert len(emails) == len(set(emails)) > 100
    assert all(email == email.strip().lower() for email in emails)


def test_who_was_entered_twice_is_merged_or_deleted(crm):
    contacts = crm.all("contacts", properties="email,hs_merged_object_ids")
    losers = [c["properties"]["hs_merged_object_ids"] for c in contacts.values()]
    losers = [loser for loser in losers if loser]
    archived = crm.all("contacts", archived="true", properties="email")
    assert losers
    assert archived
    assert not (contacts.keys() | archived.keys()) & set(losers)
    assert crm.get(f"/crm/v3/objects/contacts/{losers[0]}").status_code == 404
    assert all(record["archived"] and record["archivedAt"] for record in archived.values())


def test_activities_are_of_their_kinds(company, crm):
    happened = [
        did for a in company.attempts for did in a.activities if did.occurred_at < company.now
    ]
    directions = {"calls": "hs_call_direction", "emails": "hs_email_direction"}
    kinds = {"calls": "call", "emails": "email", "notes": "note", "meetings": "meeting"}
    for plural, kind in kinds.items():
        name = directions.get(plural, "hs_timestamp")
        found = crm.all(plural, properties=f"hs_timestamp,hubspot_owner_id,{name}")
        own = {ids.activity(did.activity_id): did for did in happened if did.kind == kind}
        assert found.keys() == own.keys()
        for record_id, did in own.items():
            shown_of_it = found[record_id]["properties"]
            assert at(shown_of_it["hs_timestamp"]) == did.occurred_at
            assert shown_of_it["hubspot_owner_id"] == owner_id(did.owner)
            if plural in directions:
                is_in = "IN" in shown_of_it[name]
                assert is_in == (did.direction == "incoming")
    messages = [did for did in happened if did.kind == "message"]
    sent = [did for did in messages if did.direction == "outgoing"]
    assert len(messages) > len(sent) == len(crm.all("communications"))


def test_goals_are_of_users_and_not_of_owners(crm):
    goals = crm.all("goal_targets", properties="hs_assignee_user_id,hs_target_amount")
    assigned = {goal["properties"]["hs_assignee_user_id"] for goal in goals.values()}
    owners = [
        owner
        for archived in ("false", "true")
        for owner in crm.get("/crm/v3/owners", archived=archived, limit=500).json()["results"]
    ]
    users = {str(owner["userIdIncludingInactive"]) for owner in owners if owner["type"] == "PERSON"}
    assert assigned
    assert assigned <= users
    assert len(owners) == len(NAMES) + 1
    assert {owner["archived"] for owner in owners if "userId" not in owner} == {True, False}
    monthly = [q for q in quotas() if q.measure == "revenue" and q.owner and q.currency == "EUR"]
    assert len(goals) == len(monthly)


def test_a_stage_is_renamed_and_keeps_its_id():
    company = Company(scale=0.05, day=1)
    names = {}
    for day in (0, 1):
        vendor = HubSpot(company, lambda day=day: end_of(day))
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {TOKEN}"
            with serving(vendor, session) as client:
                pipelines = client.get("/crm/v3/pipelines/deals").json()["results"]
                names[day] = {s["id"]: s["label"] for p in pipelines for s in p["stages"]}
                assert pipelines[0]["createdAt"] == "1970-01-01T00:00:00Z"
    assert names[0].keys() == names[1].keys()
    assert [names[0][i] for i in names[0] if names[0][i] != names[1][i]] == ["Proposal sent"]


def test_a_record_is_the_same_whenever_it_is_asked_for(company):
    def answers():
        with requests.Session() as session:
            session.headers["Authorization"] = f"Bearer {TOKEN}"
            with serving(HubSpot(company), session) as client:
                return [client.get(f"/crm/v3/objects/{kind}", limit=50).content for kind in KINDS]

    first, second = answers(), answers()
    assert [a.partition(b'"paging"')[0] for a in first] == [
        a.partition(b'"paging"')[0] for a in second
    ]


def test_what_changed_in_a_day_was_modified_in_it(company):
    """Whatever looks another way a day later says so by its time of modification."""
    day = company.day - 1
    for kind in KINDS.values():
        before, after = _rendered(company, kind, day), _rendered(company, kind, day + 1)
        assert before.keys() - after.keys() <= _merged(after)
        for record_id, record in after.items():
            if record != before.get(record_id):
                assert record.updated >= end_of(day), (kind.plural, record_id)
            assert record.created <= record.updated < end_of(day + 1)


def _rendered(company, kind, day):
    portal = HubSpot(company, lambda: end_of(day)).portal
    live = portal.page(kind, 0, 100_000, archived=False)
    gone = portal.page(kind, 0, 100_000, archived=True)
    return {record.id: record for record in (*live, *gone)}


def _merged(records):
    found = [record.properties.get("hs_merged_object_ids") for record in records.values()]
    return {one for text in found if text for one in text.split(";")}


def test_times_have_milliseconds_and_their_zone(crm):
    records = crm.all("companies")
    assert records
    for record in records.values():
        assert at(record["updatedAt"]).tzinfo == UTC
        assert record["updatedAt"].endswith(".000Z")
