"""Opportunities, the two histories that are kept of them, their contacts and their splits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.lines import lines_of
from sandbox.api.salesforce.people import deal_of
from sandbox.api.salesforce.record import Row, audit, day, owner
from sandbox.api.salesforce.settings import RECORD_TYPES, SPLIT_TYPE, STANDARD_BOOK, Stage, stage
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company import Company, shown
from sandbox.company.market import REPORTING_CURRENCY
from sandbox.company.records import Attempt, Deal
from sandbox.company.roster import NAMES

PER_DEAL = 100
COPIED = 90_000_000
"""Added to a deal's number: a copy of it that somebody made and deleted within the hour."""
EVERY = 10
MOMENT = timedelta(milliseconds=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Save:
    """One time that somebody saved a deal: the stage that it had from then on."""

    at: datetime
    word: str


def opportunities(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the opportunities, and copies that were deleted."""
    for attempt, deal in _deals(company, now):
        row = _opportunity(deal, attempt, now)
        yield row
        copied = deal.created.at + timedelta(minutes=30)
        deleted = copied + timedelta(minutes=20)
        if attempt.number % EVERY == 0 and deleted < now:
            yield _copy(row, copied, deleted)


def history(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the values of a deal after each save that changed stage, amount or close date.

    What changes in one save is one row. Two saves in one second have the same time: only the ids
    say which came first.
    """
    for _, deal in _deals(company, now):
        before: Row | None = None
        for n, save in enumerate(saves(deal, now)):
            then = save.at + MOMENT
            amount, found = shown.amount(deal, then), stage(save.word)
            row: Row = {
                "Id": ids.spell("008", int(deal.deal_id[1:]) * PER_DEAL + n),
                "OpportunityId": ids.deal(deal.deal_id),
                "CreatedById": owner(shown.owner(deal, then)),
                "CreatedDate": datetime_text(save.at),
                "SystemModstamp": datetime_text(save.at),
                "StageName": save.word,
                "Amount": amount,
                "ExpectedRevenue": _expected(amount, found),
                "CloseDate": _close_date(deal, then).isoformat(),
                "Probability": found.probability,
                "ForecastCategory": found.category,
                "PrevAmount": before["Amount"] if before else None,
                "PrevCloseDate": before["CloseDate"] if before else None,
                "CurrencyIsoCode": deal.currency,
            }
            yield row
            before = row


def field_history(company: Company, now: datetime) -> Iterator[Row]:
    """Yield who handed a deal to whom: one row with names and one with ids."""
    for _, deal in _deals(company, now):
        rows: list[tuple[datetime, str, str, str | None, str | None]] = [
            (deal.created.at, "created", "Text", None, None)
        ]
        held = [(at, rep) for at, rep in deal.owners if at < now]
        for (_, old), (at, new) in pairwise(held):
            rows.append((at, "Owner", "Text", NAMES.get(old, old), NAMES.get(new, new)))
            rows.append((at, "Owner", "EntityId", ids.rep(old), ids.rep(new)))
        for n, (at, field, kind, before, after) in enumerate(rows):
            yield {
                "Id": ids.spell("017", 1_000_000_000 + int(deal.deal_id[1:]) * PER_DEAL + n),
                "OpportunityId": ids.deal(deal.deal_id),
                "Field": field,
                "DataType": kind,
                "OldValue": before,
                "NewValue": after,
                "CreatedDate": datetime_text(at),
                "CreatedById": ids.ADMIN,
            }


def contact_roles(company: Company, now: datetime) -> Iterator[Row]:
    """Yield whom a deal is talked about with."""
    for attempt, deal in _deals(company, now):
        yield {
            "Id": ids.spell("00K", int(deal.deal_id[1:])),
            "OpportunityId": ids.deal(deal.deal_id),
            "ContactId": ids.person(attempt.person.number),
            "Role": "Decision Maker",
            "IsPrimary": True,
            "CurrencyIsoCode": deal.currency,
            **audit(deal.created.at),
        }


def splits(company: Company, now: datetime) -> Iterator[Row]:
    """Yield to whom the revenue of some deals is credited: here always all of it to the owner."""
    for attempt, deal in _deals(company, now):
        if attempt.number % EVERY == 5 and deal.owners:
            yield {
                "Id": ids.spell("1Eo", int(deal.deal_id[1:])),
                "OpportunityId": ids.deal(deal.deal_id),
                "SplitOwnerId": owner(shown.owner(deal, now)),
                "SplitPercentage": 100.0,
                "SplitAmount": shown.amount(deal, now),
                "SplitTypeId": SPLIT_TYPE,
                "CurrencyIsoCode": deal.currency,
                **audit(deal.created.at, [at for at, _ in deal.owners if at < now]),
            }


def saves(deal: Deal, now: datetime) -> list[Save]:
    """The saves before `now` that changed something which the history keeps, in their order."""
    found = [
        Save(step.logged_at or step.at.at, step.source_stage or "")
        for step in shown.past(deal.steps, now)
        if step.is_logged
    ]
    found += [Save(echo.at, echo.source_stage) for echo in deal.echoes if echo.at < now]
    return sorted(found, key=lambda save: save.at)


def _deals(company: Company, now: datetime) -> Iterator[tuple[Attempt, Deal]]:
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            yield attempt, deal


def _opportunity(deal: Deal, attempt: Attempt, now: datetime) -> Row:
    done = saves(deal, now)
    word = done[-1].word if done else next(s.source_stage or "" for s in deal.steps if s.is_logged)
    found, amount = stage(word), shown.amount(deal, now)
    step = shown.closing_step(deal.steps, now)
    is_lost = step is not None and step.stage == "lost"
    close_date = _close_date(deal, now)
    has_lines = bool(lines_of(deal, now))
    leads = [lead for lead in attempt.leads if deal_of(lead, deal, now)]
    changes = [*(save.at for save in done), *(at for at, _ in deal.owners if at < now)]
    return {
        "Id": ids.deal(deal.deal_id),
        "AccountId": ids.account(deal.account.account_id) if deal.account else None,
        "RecordTypeId": RECORD_TYPES[deal.pipeline],
        "Name": deal.name,
        "StageName": word,
        "Amount": amount,
        "Probability": found.probability,
        "ExpectedRevenue": _expected(amount, found),
        "CloseDate": close_date.isoformat(),
        "LeadSource": deal.lead_source or (leads[0].lead_source if leads else None),
        "IsClosed": found.is_closed,
        "IsWon": found.is_won,
        "ForecastCategory": found.category,
        "ForecastCategoryName": found.category_name,
        "HasOpportunityLineItem": has_lines,
        "Pricebook2Id": STANDARD_BOOK if has_lines else None,
        "OwnerId": owner(shown.owner(deal, now)),
        "ContactId": ids.person(attempt.person.number),
        "CurrencyIsoCode": deal.currency,
        "LastStageChangeDate": datetime_text(_stage_since(done)) if done else None,
        "FiscalYear": close_date.year,
        "FiscalQuarter": (close_date.month + 2) // 3,
        "Payment_Terms__c": deal.payment_terms or None,
        "Stakeholders__c": float(deal.stakeholders),
        "Discount__c": float(deal.discount) if deal.discount else None,
        "Referred_By__c": deal.referred_by or None,
        "Sales_Region__c": deal.region,
        "Loss_Reason__c": (deal.lost_reason or None) if is_lost else None,
        "Product__c": None if has_lines else deal.product,
        "Days_Open__c": float((now - deal.created.at).days),
        **audit(deal.created.at, changes, owner(shown.owner(deal, now))),
    }


def _stage_since(done: list[Save]) -> datetime:
    since = done[-1]
    for save in reversed(done):
        if save.word != since.word:
            break
        since = save
    return since.at


def _close_date(deal: Deal, now: datetime) -> date:
    """The day it closed, or is expected to: every save without a move put that off by a week."""
    own = shown.close_date(deal, now)
    if own is not None:
        return own
    still_to_come = sum(echo.at >= now for echo in deal.echoes)
    return deal.created.day + timedelta(days=deal.expected_days) - still_to_come * WEEK


def _expected(amount: float | None, found: Stage) -> float | None:
    return None if amount is None else round(amount * found.probability / 100, 2)


def _copy(deal: Row, made: datetime, deleted: datetime) -> Row:
    """A copy of a deal that looks like a big win, and is deleted."""
    return (
        deal
        | audit(made, [deleted])
        | {
            "Id": ids.spell(ids.OPPORTUNITY, ids.number_of(deal["Id"]) + COPIED),
            "Name": f"{deal['Name']} (copy)",
            "StageName": "Closed won",
            "Amount": 99_999.0,
            "IsClosed": True,
            "IsWon": True,
            "Probability": 100.0,
            "CurrencyIsoCode": REPORTING_CURRENCY,
            "CloseDate": day(made),
            "IsDeleted": True,
        }
    )
