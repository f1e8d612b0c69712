"""Deals with their changelogs. A deal is in a stage, and apart from that open, won or lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sandbox.api.pipedrive import fields, ids
from sandbox.api.pipedrive.fields import choice
from sandbox.api.pipedrive.lines import lines_of
from sandbox.api.pipedrive.record import Change, Json, Record, rfc
from sandbox.api.pipedrive.settings import LOST, PIPELINE_IDS, STAGE_IDS, WON
from sandbox.company import Company, shown
from sandbox.company.clock import local_day, midnight
from sandbox.company.records import Attempt, Deal, Step

ARCHIVED_AFTER = timedelta(days=60)
"""Every third deal that is lost is archived so long after."""
COPY = 50_000
"""Added to a deal's number: a copy of it that somebody made and deleted the same day."""
EVERY = 50
STATUS = {"won": "won", "referral": "won", "lost": "lost", "disqualified": "lost"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a deal stands from `at` on."""

    at: datetime
    stage: str
    status: str


def deals(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the deals, archived and deleted ones too."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            record = _deal(deal, attempt, now)
            yield record
            copied = deal.created.at + timedelta(minutes=30)
            if attempt.number % EVERY == 0 and copied + timedelta(minutes=20) < now:
                yield _copy(record, copied, copied + timedelta(minutes=20))


def changelogs(company: Company, now: datetime) -> dict[int, list[Change]]:
    """The changes of every deal by its id, oldest first."""
    return {
        int(ids.deal(deal.deal_id)): changes(deal, now)
        for deal in (a.deal for a in company.attempts if a.is_in_crm)
        if deal is not None and deal.created.at < now
    }


def places(deal: Deal, now: datetime) -> list[Place]:
    """Where the deal has been, from its creation on."""
    found: list[Place] = []
    steps = [step for step in deal.steps if step.stage != "unknown"]
    for step in (steps[0], *(step for step in steps[1:] if step.at.at < now)):
        before = found[-1] if found else None
        at = step.at.at if before else deal.created.at
        found.append(Place(at, _stage(step, before), STATUS.get(step.stage, "open")))
    return found


def _stage(step: Step, before: Place | None) -> str:
    word = step.source_stage or ""
    return before.stage if word in (WON, LOST) and before else word


def changes(deal: Deal, now: datetime) -> list[Change]:
    """What changed on the deal, oldest first; how it was made is no change."""
    found: list[tuple[datetime, Change]] = []
    owned = [(at, int(ids.rep(rep))) for at, rep in deal.owners if at < now]
    for (_, old), (at, new) in pairwise(owned):
        found.append((at, Change(at, "user_id", old, new, old)))
    by = owned[0][1] if owned else ids.ADMIN
    stays = places(deal, now)
    for before, after in pairwise(stays):
        if after.stage != before.stage:
            old, new = (STAGE_IDS[deal.pipeline, each.stage] for each in (before, after))
            found.append((after.at, Change(after.at, "stage_id", old, new, by)))
        if after.status != before.status:
            found.append((after.at, Change(after.at, "status", before.status, after.status, by)))
    if deal.amount != deal.final_amount:
        out = [step.at.at for step in deal.steps if step.stage in shown.HAS_PROPOSAL]
        if out and out[0] < now:
            values = deal.amount or 0, deal.final_amount or 0
            found.append((out[0], Change(out[0], "value", values[0], values[1], by)))
    return [change for _, change in sorted(found, key=lambda entry: entry[0])]


def source_lead(attempt: Attempt) -> str | None:
    """The lead that the deal was converted from, as the company knows it."""
    deal = attempt.deal
    named = [
        lead.lead_id
        for lead in attempt.leads
        if deal is not None and (deal.lead_link == lead.lead_id or lead.links_deal)
    ]
    return named[0] if named else None


def _deal(deal: Deal, attempt: Attempt, now: datetime) -> Record:
    stays, log = places(deal, now), changes(deal, now)
    moves = [change.at for change in log if change.field == "stage_id"]
    here = stays[-1]
    owner = shown.owner(deal, now)
    first_owner = deal.owners[0][1] if deal.owners else None
    lead = source_lead(attempt)
    archived = _archived_at(deal, attempt, here, now)
    events = [deal.created.at, *(change.at for change in log), *([archived] if archived else [])]
    amount = shown.amount(deal, now)
    body: Json = {
        "title": deal.name,
        "creator_user_id": int(ids.rep(first_owner)),
        "owner_id": int(ids.rep(owner)),
        # nobody entered one: it is zero there
        "value": 0 if amount is None else amount,
        "currency": deal.currency,
        "person_id": int(ids.person(attempt.person.number)),
        "org_id": int(ids.account(deal.account.account_id)) if deal.account else None,
        "stage_id": STAGE_IDS[deal.pipeline, here.stage],
        "pipeline_id": PIPELINE_IDS[deal.pipeline],
        "stage_change_time": rfc(moves[-1]) if moves else None,
        "status": here.status,
        "archive_time": rfc(archived),
        "expected_close_date": f"{deal.created.day + timedelta(days=deal.expected_days)}",
        "probability": None,
        "visible_to": 3,
        "label_ids": [],
        "origin": "ManuallyCreated",
        "channel": choice("channel", deal.lead_source),
        "channel_id": None,
        "source_lead_id": ids.lead(lead) if lead else None,
        "products_count": len(lines_of(deal)),
        "participants_count": 1,
        "custom_fields": {
            fields.key("Referred by"): deal.referred_by or None,
            fields.key("Payment terms"): choice("Payment terms", deal.payment_terms),
            fields.key("Stakeholders"): deal.stakeholders,
            fields.key("Discount"): deal.discount or None,
            fields.key("Sales region"): choice("Sales region", deal.region),
            fields.key("First contact"): None,
        },
    }
    body |= _closing(deal, here, stays, now)
    number = int(ids.deal(deal.deal_id))
    return Record(number, deal.created.at, max(events), body, is_archived=archived is not None)


def _closing(deal: Deal, here: Place, stays: list[Place], now: datetime) -> Json:
    """When it closed; a day that somebody entered instead begins at midnight."""
    wins = [stay.at for stay in stays if stay.status == "won"]
    day, step = shown.close_date(deal, now), shown.closing_step(deal.steps, now)
    at: datetime | None = None
    if here.status != "open" and step is not None and day is not None:
        at = step.at.at if day == step.at.day else midnight(day)
    text = f"{local_day(at)}" if at else None
    is_won, is_lost = here.status == "won", here.status == "lost"
    return {
        "lost_reason": (deal.lost_reason or None) if is_lost else None,
        "close_time": rfc(at),
        "won_time": rfc(at) if is_won else None,
        "lost_time": rfc(at) if is_lost else None,
        "first_won_time": rfc(wins[0]) if wins else None,
        "local_close_date": text,
        "local_won_date": text if is_won else None,
        "local_lost_date": text if is_lost else None,
    }


def _archived_at(deal: Deal, attempt: Attempt, here: Place, now: datetime) -> datetime | None:
    at = here.at + ARCHIVED_AFTER
    is_put_away = here.status == "lost" and attempt.number % 3 == 0 and at < now
    return at if is_put_away and not any(step.at.at > here.at for step in deal.steps) else None


def _copy(deal: Record, made: datetime, deleted: datetime) -> Record:
    """A copy of a deal that looks like a big win, and is deleted."""
    body = deal.body | {
        "title": f"{deal.body['title']} (copy)",
        "value": 99999,
        "currency": "EUR",
        "stage_change_time": None,
        "source_lead_id": None,
        "products_count": 0,
        "archive_time": None,
    }
    return Record(int(deal.id) + COPY, made, deleted, body, deleted_at=deleted)
