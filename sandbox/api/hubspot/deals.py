"""Deals with their histories, and the leads some of them were made of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api import ids
from sandbox.api.hubspot.lines import line_ids
from sandbox.api.hubspot.moves import stamp, told_apart
from sandbox.api.hubspot.owners import owner_id, user_id
from sandbox.api.hubspot.pipelines import (
    LEADS,
    LEADS_LABEL,
    PIPELINE_IDS,
    STAGE_IDS,
    probability,
    won_or_closed,
)
from sandbox.api.hubspot.record import Change, Record, day_text, iso, text
from sandbox.company import Company, shown
from sandbox.company.records import Attempt, Deal, Lead
from sandbox.company.roster import NAMES

ARCHIVED = 90_000_000
"""Added to a deal's number: a copy of it that somebody made and deleted the same day."""
EVERY = 50


def deals(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the deals, deleted ones too."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            record = _deal(deal, attempt, now)
            yield record
            copied = deal.created.at + timedelta(minutes=30)
            if attempt.number % EVERY == 0 and copied < now:
                yield _copy(record, copied, copied + timedelta(minutes=20))


def leads(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the leads."""
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.created.at < now:
                yield _lead(lead, attempt.deal, now)


def _deal(deal: Deal, attempt: Attempt, now: datetime) -> Record:
    stages = _stages(deal, now)
    owners = [
        Change(owner_id(rep) or "", at, user_id(rep) if rep in NAMES else None)
        for at, rep in deal.owners
        if at < now
    ]
    step = shown.closing_step(deal.steps, now)
    is_lost = step is not None and step.stage == "lost"
    word = shown.source_stage(deal.steps, now)
    amount = shown.amount(deal, now)
    is_won, is_closed = won_or_closed(word)
    pipeline = PIPELINE_IDS[deal.pipeline]
    properties: dict[str, str | None] = {
        "dealname": deal.name,
        "dealstage": stages[-1].value if stages else None,
        "pipeline": pipeline,
        "amount": text(amount),
        "deal_currency_code": deal.currency if amount is not None else None,
        "closedate": _close_date(deal, now),
        "hubspot_owner_id": owners[-1].value if owners else None,
        "closed_lost_reason": (deal.lost_reason or None) if is_lost else None,
        "hs_is_closed": str(is_closed).lower(),
        "hs_is_closed_won": str(is_won).lower(),
        "hs_deal_stage_probability": probability(word) if word else None,
        "lead_source": deal.lead_source,
        "referred_by": deal.referred_by or None,
        "payment_terms": deal.payment_terms or None,
        "stakeholders": str(deal.stakeholders),
        "discount": deal.discount or None,
        "sales_region": deal.region,
    }
    links = {
        "contacts": [ids.person(attempt.person.number)],
        "companies": [ids.account(deal.account.account_id)] if deal.account else [],
        "line_items": line_ids(deal),
        "leads": [ids.lead(lead.lead_id) for lead in _linked(attempt, now)],
    }
    return Record(
        ids.deal(deal.deal_id),
        deal.created.at,
        max([deal.created.at, *(change.at for change in (*stages, *owners))]),
        properties,
        {
            "dealstage": stages,
            "pipeline": [Change(pipeline, deal.created.at)],
            "hubspot_owner_id": owners,
        },
        links,
    )


def _stages(deal: Deal, now: datetime) -> list[Change]:
    """The history of the deal's stage. It also keeps what only repeats the stage before."""
    found = [
        Change(STAGE_IDS[deal.pipeline, step.source_stage or ""], stamp(step))
        for step in shown.past(told_apart(deal.steps), now)
        if step.is_logged
    ]
    found += [
        Change(STAGE_IDS[deal.pipeline, echo.source_stage], echo.at)
        for echo in deal.echoes
        if echo.at < now
    ]
    return sorted(found, key=lambda change: change.at)


def _close_date(deal: Deal, now: datetime) -> str | None:
    """When it closed; a day that somebody entered instead, or expects, begins at midnight."""
    day, step = shown.close_date(deal, now), shown.closing_step(deal.steps, now)
    if day is None or step is None:
        return day_text(deal.created.day + timedelta(days=deal.expected_days))
    return iso(step.at.at) if day == step.at.day else day_text(day)


def _linked(attempt: Attempt, now: datetime) -> Iterator[Lead]:
    """Yield the leads that the CRM ties to the deal: those that one of the two names."""
    deal = attempt.deal
    for lead in attempt.leads:
        is_named = deal is not None and deal.lead_link == lead.lead_id
        if deal is not None and deal.created.at < now and (is_named or lead.links_deal):
            yield lead


def _lead(lead: Lead, deal: Deal | None, now: datetime) -> Record:
    """A lead. One without a status was made outside of every pipeline: it is in no stage."""
    stages = [
        Change(STAGE_IDS[LEADS_LABEL, step.source_stage or ""], stamp(step))
        for step in shown.past(lead.steps, now)
        if lead.is_tracked
    ]
    owner = owner_id(lead.owner)
    contact = lead.first_contact
    if contact is not None and contact.at >= now:
        contact = None
    is_named = deal is not None and (deal.lead_link == lead.lead_id or lead.links_deal)
    made = deal if deal is not None and is_named and deal.created.at < now else None
    events = [lead.created.at, *(change.at for change in stages)]
    events += [contact.at] if contact else []
    events += [made.created.at] if made else []
    return Record(
        ids.lead(lead.lead_id),
        lead.created.at,
        max(events),
        {
            "hs_lead_name": lead.person.name,
            "hs_pipeline": LEADS if stages else None,
            "hs_pipeline_stage": stages[-1].value if stages else None,
            "hubspot_owner_id": owner,
            "num_associated_deals": "1" if made else None,
            "first_contact": f"{contact.day}" if contact else None,
            "lead_source": lead.lead_source,
            "campaign": lead.campaign,
            "referred_by": lead.referred_by or None,
        },
        {
            "hs_pipeline_stage": stages,
            "hs_pipeline": [Change(LEADS, lead.created.at)] if stages else [],
            "hubspot_owner_id": [Change(owner, lead.created.at)] if owner else [],
        },
        {
            "contacts": [ids.person(lead.person.number)],
            "deals": [ids.deal(made.deal_id)] if made else [],
        },
    )


def _copy(deal: Record, made: datetime, deleted: datetime) -> Record:
    """A copy of a deal that looks like a big win, and is deleted."""
    won = STAGE_IDS["Sales", "Closed won"]
    return Record(
        str(int(deal.id) + ARCHIVED),
        made,
        deleted,
        deal.properties
        | {"dealname": f"{deal.properties['dealname']} (copy)", "dealstage": won}
        | {"amount": "99999", "deal_currency_code": "EUR", "closedate": iso(made)},
        {"dealstage": [Change(won, made)]},
        {"contacts": deal.links["contacts"]},
        archived_at=deleted,
    )
