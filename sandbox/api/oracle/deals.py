"""Opportunities and what hangs on them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sandbox.api.oracle import ids
from sandbox.api.oracle.people import deal_of
from sandbox.api.oracle.record import Row, audit, instant
from sandbox.api.oracle.setup import METHODS, STAGES, UNIT, status
from sandbox.company import Company, shown
from sandbox.company.market import PRODUCTS
from sandbox.company.records import Attempt, Deal


def opportunities(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the opportunities."""
    for attempt, deal in deals_of(company, now):
        yield _opportunity(deal, attempt, now)


def deals_of(company: Company, now: datetime) -> Iterator[tuple[Attempt, Deal]]:
    """Yield the deals that a CRM has by then."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            yield attempt, deal


def updated(deal: Deal, now: datetime) -> datetime:
    """When the opportunity was changed last before `now`."""
    times = [at for at, _, _ in stays(deal, now)]
    times += [echo.at for echo in deal.echoes if echo.at < now]
    times += [at for at, _ in deal.owners if at < now]
    return max([deal.created.at, *times])


def stays(deal: Deal, now: datetime) -> list[tuple[datetime, datetime | None, str]]:
    """(from, until, word) of each stay in a stage, in order; the last one has no end.

    What repeats the stage before is no new stay.
    """
    found: list[tuple[datetime, datetime | None, str]] = []
    for step in shown.past(deal.steps, now):
        if not step.is_logged:
            continue
        at, word = step.logged_at or step.at.at, step.source_stage or ""
        if found and found[-1][2] == word:
            continue
        if found:
            found[-1] = (found[-1][0], at, found[-1][2])
        found.append((at, None, word))
    return found


def children(company: Company, now: datetime) -> dict[int, dict[str, list[Row]]]:
    """What hangs on each opportunity, by its id and the name of the child resource."""
    return {
        int(ids.deal(deal.deal_id)): {
            "opportunityStageSnapshots": list(_snapshots(deal, now)),
            "ChildRevenue": list(_revenue(deal, now)),
            "OpportunityContact": list(_contacts(attempt, deal)),
            "OpportunityLead": list(_leads(attempt, deal, now)),
            "OwnerChangeCollection_c": list(_owner_changes(deal, now)),
        }
        for attempt, deal in deals_of(company, now)
    }


def snapshot(
    number: int, opty_id: int, stage_id: int, entered: datetime, exited: datetime | None
) -> Row:
    """One stay in a stage: the current one has no exit."""
    return {
        "OptyStgSnapshotId": number,
        "OptyId": opty_id,
        "StgId": stage_id,
        "StgEnterDate": instant(entered),
        "StgExitDate": instant(exited) if exited else None,
        "ActiveFlag": exited is None,
        **audit(entered, [exited] if exited else []),
    }


def _snapshots(deal: Deal, now: datetime) -> Iterator[Row]:
    opty_id = int(ids.deal(deal.deal_id))
    first = ids.SNAPSHOT + (opty_id - ids.DEAL) * ids.PER_RECORD
    for n, (entered, exited, word) in enumerate(stays(deal, now)):
        yield snapshot(first + n, opty_id, STAGES[deal.pipeline, word], entered, exited)


def _revenue(deal: Deal, now: datetime) -> Iterator[Row]:
    """Yield the revenue items; they share the amount of the opportunity, so far as it has one."""
    opty_id = int(ids.deal(deal.deal_id))
    names = list(PRODUCTS)
    for n, (name, count, amount) in enumerate(lines_of(deal, now)):
        yield {
            "RevnId": ids.REVENUE + (opty_id - ids.DEAL) * ids.PER_RECORD + n,
            "OptyId": opty_id,
            "InventoryItemId": ids.PRODUCT + names.index(name) + 1,
            "Description": name,
            "Quantity": count,
            "UnitPrice": None if amount is None else round(amount / count, 2),
            "RevnAmount": amount,
            "RevnAmountCurcyCode": deal.currency,
            "PrimaryFlag": name == deal.product,
            **audit(deal.created.at),
        }


def lines_of(deal: Deal, now: datetime) -> list[tuple[str, int, float | None]]:
    """(product, quantity, amount), which add up to the deal's amount; without one, the first."""
    total = shown.amount(deal, now)
    lines = deal.lines or ([(deal.product, 1, 1.0)] if deal.product else [])
    whole = sum(amount for _, _, amount in lines)
    if total is None or not lines:
        return [(deal.product, 1, None)] if deal.product else []
    shares = [(name, count, round(total * amount / whole, 2)) for name, count, amount in lines]
    rest = round(total - sum(amount for _, _, amount in shares[:-1]), 2)
    return [*shares[:-1], (*shares[-1][:2], rest)]


def _contacts(attempt: Attempt, deal: Deal) -> Iterator[Row]:
    yield {
        "OptyConId": ids.CONTACT + int(deal.deal_id[1:]),
        "OptyId": int(ids.deal(deal.deal_id)),
        "PERPartyId": int(ids.person(attempt.person.number)),
        "PrimaryFlag": "Y",
        "RoleCd": None,
        **audit(deal.created.at),
    }


def _leads(attempt: Attempt, deal: Deal, now: datetime) -> Iterator[Row]:
    for n, lead in enumerate(attempt.leads):
        if deal_of(lead, deal, now):
            yield {
                "OptyLeadId": ids.LINK + int(deal.deal_id[1:]) * ids.PER_RECORD + n,
                "OptyId": int(ids.deal(deal.deal_id)),
                "LeadId": int(ids.lead(lead.lead_id)),
                **audit(deal.created.at),
            }


def _owner_changes(deal: Deal, now: datetime) -> Iterator[Row]:
    for n, (at, rep) in enumerate(deal.owners):
        if at < now:
            yield {
                "Id": ids.CHANGE + int(deal.deal_id[1:]) * ids.PER_RECORD + n,
                "OptyId_c": int(ids.deal(deal.deal_id)),
                "Owner_c": int(ids.rep(rep)),
                "Since_c": instant(at),
                **audit(at),
            }


def _opportunity(deal: Deal, attempt: Attempt, now: datetime) -> Row:
    done = stays(deal, now)
    # one that was imported is in the stage it was imported in, though nobody says since when
    first = next(step.source_stage or "" for step in deal.steps if step.is_logged)
    word = done[-1][2] if done else first
    owner = shown.owner(deal, now)
    step = shown.closing_step(deal.steps, now)
    is_lost = step is not None and step.stage == "lost"
    opty_id = int(ids.deal(deal.deal_id))
    return {
        "OptyId": opty_id,
        "OptyNumber": ids.opty_number(opty_id),
        "Name": deal.name,
        "BusinessUnitId": UNIT,
        "StatusCode": status(word),
        "SalesMethodId": METHODS[deal.pipeline],
        "SalesMethod": deal.pipeline,
        "SalesStageId": STAGES[deal.pipeline, word],
        "SalesStage": word,
        "TargetPartyId": int(ids.account(deal.account.account_id)) if deal.account else None,
        "KeyContactId": int(ids.person(attempt.person.number)),
        "OwnerResourcePartyId": int(ids.rep(owner)) if owner else None,
        "Revenue": shown.amount(deal, now),
        "CurrencyCode": deal.currency,
        "EffectiveDate": _close_date(deal, now).isoformat(),
        "WinProb": 100 if status(word) == "WON" else 0 if status(word) != "OPEN" else 40,
        "ReasonWonLostCode": (deal.lost_reason or None) if is_lost else None,
        "Comments": None,
        "LeadSource_c": deal.lead_source,
        "PaymentTerms_c": deal.payment_terms or None,
        "Stakeholders_c": deal.stakeholders,
        "Discount_c": float(deal.discount) if deal.discount else None,
        "ReferredBy_c": deal.referred_by or None,
        "SalesRegion_c": deal.region,
        **audit(deal.created.at, [updated(deal, now)]),
    }


def _close_date(deal: Deal, now: datetime) -> date:
    own = shown.close_date(deal, now)
    return own or deal.created.day + timedelta(days=deal.expected_days)
