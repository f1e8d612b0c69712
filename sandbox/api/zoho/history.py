"""The rows that the field tracker of a deal's stage keeps, as records of a module of their own.

A row says from when on (`Modified_Time`) the deal was in a stage, and into which it went from
there. It also keeps what only repeats the stage before: somebody changed the amount.
"""

from collections.abc import Iterator
from datetime import datetime

from sandbox.api.zoho import ids
from sandbox.api.zoho.record import Record, lookup
from sandbox.company import Company, shown
from sandbox.company.records import Deal

DAY_SECONDS = 86_400


def history(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the rows of all deals, those of one deal in their order."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            yield from _of(deal, now)


def stages(deal: Deal, now: datetime) -> list[tuple[datetime, str]]:
    """(when, stage) of each row of the deal's history; what happened at once in its order."""
    found = [
        (step.logged_at or step.at.at, step.source_stage or "")
        for step in shown.past(deal.steps, now)
        if step.is_logged
    ]
    found += [(echo.at, echo.source_stage) for echo in deal.echoes if echo.at < now]
    return sorted(found, key=lambda row: row[0])


def _of(deal: Deal, now: datetime) -> Iterator[Record]:
    deal_id, rows = ids.deal(deal.deal_id), stages(deal, now)
    for n, (at, stage) in enumerate(rows):
        following = rows[n + 1] if n + 1 < len(rows) else None
        stayed = (following[0] - at).total_seconds() if following else None
        yield Record(
            ids.of_record(ids.HISTORY, deal_id, n),
            at,
            at,
            {
                "Potential_Name": lookup(deal_id, deal.name),
                "Stage": stage,
                "Moved_To__s": following[1] if following else None,
                "Stage_Duration_Calendar_Days": (
                    None if stayed is None else round(stayed / DAY_SECONDS)
                ),
                "Amount": shown.amount(deal, at),
                "Currency": deal.currency,
            },
        )
