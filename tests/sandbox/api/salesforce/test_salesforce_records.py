"""The Salesforce-shaped API over a small company, held against what the company knows."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company import shown
from sandbox.company.market import PRODUCTS
from sandbox.company.roster import NAMES, STRANGER


def deals(company):
    """(attempt, deal) of everything that the organization knows."""
    return [
        (a, a.deal)
        for a in company.attempts
        if a.deal and a.is_in_crm and a.deal.created.at < company.now
    ]


def leads(company):
    return [(a, lead) for a in company.attempts for lead in a.leads if a.begins.at < company.now]


def of(rows, name):
    """The rows by a reference that they have."""
    found = defaultdict(list)
    for row in rows.values():
        found[row[name]].append(row)
    return found


def test_every_deal_is_there_as_it_stands(company, read):
    found = read("Opportunity", "query")
    assert len(found) == len(deals(company)) > 100
    for _, deal in deals(company):
        row = found[ids.deal(deal.deal_id)]
        assert row["Name"] == deal.name
        assert row["Amount"] == shown.amount(deal, company.now)
        assert row["CreatedDate"] == datetime_text(deal.created.at)
        word = shown.source_stage(deal.steps, company.now)
        assert row["StageName"] == word
        assert row["IsWon"] == (word in ("Closed won", "Invoiced", "Reference call"))
        assert row["Sales_Region__c"] == deal.region
        day = shown.close_date(deal, company.now)
        assert day is None or row["CloseDate"] == day.isoformat()
        rep = shown.owner(deal, company.now)
        assert row["OwnerId"] == (ids.rep(rep) if rep else ids.SYSTEM_USER)


def test_the_history_of_stages_is_the_companys(company, read):
    rows = of(read("OpportunityHistory"), "OpportunityId")
    repeated = tied = late = 0
    for _, deal in deals(company):
        own = sorted(rows[ids.deal(deal.deal_id)], key=lambda r: (r["CreatedDate"], r["Id"]))
        stages = [row["StageName"] for row in own]
        runs = [stage for n, stage in enumerate(stages) if n == 0 or stage != stages[n - 1]]
        steps = [s for s in shown.past(deal.steps, company.now) if s.is_logged]
        assert runs == [step.source_stage for step in steps]
        assert own[0]["PrevAmount"] is None
        for before, row in pairwise(own):
            assert row["PrevCloseDate"] == before["CloseDate"]
            changed = [row[name] != before[name] for name in ("StageName", "CloseDate", "Amount")]
            assert any(changed)
        repeated += len(stages) - len(runs)
        times = Counter(row["CreatedDate"] for row in own)
        tied += max(times.values()) > 1
        late += own[0]["CreatedDate"] > datetime_text(deal.created.at)
    assert min(repeated, tied, late) > 0


def test_a_stage_and_an_amount_that_change_in_one_save_are_one_row(company, read):
    rows = of(read("OpportunityHistory"), "OpportunityId")
    both = [
        row
        for own in rows.values()
        for before, row in pairwise(sorted(own, key=lambda r: (r["CreatedDate"], r["Id"])))
        if row["StageName"] != before["StageName"] and row["Amount"] != row["PrevAmount"]
    ]
    assert both


def test_owners_are_handed_over_once_by_name_and_once_by_id(company, read):
    rows = of(read("OpportunityFieldHistory"), "OpportunityId")
    handed = 0
    for _, deal in deals(company):
        own = [row for row in rows[ids.deal(deal.deal_id)] if row["Field"] == "Owner"]
        by = {
            kind: sorted(
                (r["CreatedDate"], r["OldValue"], r["NewValue"])
                for r in own
                if r["DataType"] == kind
            )
            for kind in ("Text", "EntityId")
        }
        held = [each for each in deal.owners if each[0] < company.now]
        moves = [(datetime_text(at), old, new) for (_, old), (at, new) in pairwise(held)]
        assert by["EntityId"] == [(at, ids.rep(old), ids.rep(new)) for at, old, new in moves]
        assert by["Text"] == [
            (at, NAMES.get(old, STRANGER), NAMES.get(new, STRANGER)) for at, old, new in moves
        ]
        handed += len(moves)
    assert handed


def test_leads_are_there_with_what_they_became(company, read):
    found = read("Lead", "query")
    assert len(found) == len(leads(company))
    converted = Counter()
    for attempt, lead in leads(company):
        row = found[ids.lead(lead.lead_id)]
        word = shown.source_stage(lead.steps, company.now) if lead.is_tracked else ""
        assert row["Lead_Stage__c"] == (word or None)
        assert row["LeadSource"] == lead.lead_source
        converted[row["IsConverted"]] += 1
        if row["IsConverted"]:
            assert row["ConvertedOpportunityId"] == ids.deal(attempt.deal.deal_id)
            assert row["ConvertedContactId"] in read("Contact", "query")
            assert row["Status"] == "Closed - Converted"
        else:
            assert row["ConvertedDate"] is None
            assert row["Status"] != "Closed - Converted"
    assert min(converted.values()) > 10


def test_the_history_of_a_lead_begins_with_what_it_was_before(company, read):
    rows = of(read("LeadHistory"), "LeadId")
    found = read("Lead", "query")
    begun = Counter()
    for _, lead in leads(company):
        own = sorted(rows[ids.lead(lead.lead_id)], key=lambda r: (r["CreatedDate"], r["Id"]))
        assert own[0]["Field"] == "created"
        moves = [row for row in own if row["Field"] == "Lead_Stage__c"]
        last = moves[-1]["NewValue"] if moves else found[ids.lead(lead.lead_id)]["Lead_Stage__c"]
        assert last == found[ids.lead(lead.lead_id)]["Lead_Stage__c"]
        begun[moves[0]["OldValue"] if moves else last] += 1
        for before, row in pairwise(moves):
            assert row["OldValue"] == before["NewValue"]
        statuses = [row for row in own if row["Field"] == "Status"]
        assert not statuses or statuses[-1]["NewValue"] == found[own[0]["LeadId"]]["Status"]
    assert set(begun) == {None, "New"}


def test_who_is_talked_to_is_a_contact_and_has_the_address(company, read):
    contacts, roles = read("Contact", "query"), read("OpportunityContactRole")
    by_deal = of(roles, "OpportunityId")
    for attempt, deal in deals(company):
        (role,) = by_deal[ids.deal(deal.deal_id)]
        contact = contacts[role["ContactId"]]
        person = attempt.person
        assert contact["Name"] == person.name
        is_address = person.email and person.email_kind != "invalid"
        assert contact["Email"] == (person.email if is_address else None)
    books = [p for a in company.attempts for p in [a.person] if p.in_address_book and a.is_in_crm]
    assert {ids.person(p.number) for p in books} <= contacts.keys()


def test_what_was_done_moves_with_a_lead_that_is_converted(company, read):
    tasks, meetings = read("Task", "query"), read("Event", "query")
    done = [
        did
        for attempt in company.attempts
        if attempt.is_in_crm
        for did in attempt.activities
        if did.occurred_at < company.now
    ]
    assert len(done) == len(tasks) + len(meetings)
    found = tasks | meetings
    for did in done:
        row = found[ids.activity(did.activity_id, did.kind)]
        assert row["Type"].lower() == did.kind
        if did.deal_id:
            assert row["WhatId"] == ids.deal(did.deal_id)
        if did.kind == "call":
            assert row["CallType"] == {"outgoing": "Outbound"}.get(did.direction, "Inbound")
    converted = {i: r for i, r in read("Lead", "query").items() if r["IsConverted"]}
    assert not {row["WhoId"] for row in found.values()} & converted.keys()
    about = {row["WhatId"] for row in found.values()}
    assert about & {row["ConvertedOpportunityId"] for row in converted.values()}


def test_lines_add_up_to_the_amount(company, read):
    lines = of(read("OpportunityLineItem"), "OpportunityId")
    several = 0
    for opportunity in read("Opportunity", "query").values():
        own = lines.get(opportunity["Id"], [])
        assert opportunity["HasOpportunityLineItem"] == bool(own)
        if own:
            whole = sum(line["TotalPrice"] for line in own)
            assert whole == pytest.approx(opportunity["Amount"])
            assert opportunity["Product__c"] is None
        several += len(own) > 1
    assert several
    products = {row["Id"]: row["Name"] for row in read("Product2").values()}
    assert set(products.values()) == set(PRODUCTS)
    for _, deal in deals(company):
        own = sorted(lines.get(ids.deal(deal.deal_id), []), key=lambda line: -line["TotalPrice"])
        named = products[own[0]["Product2Id"]] if own else None
        bare = read("Opportunity")[ids.deal(deal.deal_id)]["Product__c"]
        assert (named or bare) == deal.product


def test_copies_and_doubles_are_in_the_bin_and_nowhere_else(read):
    for name in ("Opportunity", "Lead", "Contact"):
        gone = {i: row for i, row in read(name).items() if row["IsDeleted"]}
        assert gone
        assert gone.keys().isdisjoint(read(name, "query"))
        merged = {row.get("MasterRecordId") for row in gone.values()} - {None}
        assert merged <= read(name, "query").keys()
        assert bool(merged) == (name != "Opportunity")
    assert any("(copy)" in row["Name"] for row in read("Opportunity").values())
