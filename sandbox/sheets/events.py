"""The sheets of what happened: one row per change. A night's file holds what that day added."""

from collections.abc import Iterator
from datetime import date, datetime

from sandbox.company import market, roster
from sandbox.company.clock import Moment
from sandbox.company.company import Company
from sandbox.company.records import Echo, Step
from sandbox.sheets.cells import Row, instant, utc

STAGE_CHANGES = ("Deal", "Lead", "Stage", "Changed at", "Seq")
OWNER_CHANGES = ("Deal", "Owner", "Since")
ACTIVITIES = ("ID", "Kind", "Direction", "When", "By", "Lead", "Deal", "E-mail", "Result")
LINES = ("Deal", "Product", "Quantity", "Amount")
REFERRALS = ("Referred", "Referrer", "When", "How")
REPS = ("rep_id", "name", "email", "team", "manager", "starts_on", "leaves_on", "ramp")
QUOTAS = ("period", "measure", "quota", "owner", "team", "currency")
RATES = ("currency", "date", "rate")
HOLIDAYS = ("date", "name", "region")
COSTS = ("Month", "Kind", "Channel", "Amount")
PRODUCTS = ("Product", "List price", "Unit cost", "Line")


def stage_changes(company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield the stage history of leads and deals. Nobody sorts it."""
    for attempt in company.attempts:
        for lead in attempt.leads if attempt.begins.at < now else ():
            if lead.is_tracked:
                yield from _changes("", lead.lead_id, lead.steps, [], since, now)
        deal = attempt.deal
        if deal is not None and deal.created.at < now:
            yield from _changes(deal.deal_id, "", deal.steps, deal.echoes, since, now)


def _changes(
    deal_id: str,
    lead_id: str,
    steps: list[Step],
    echoes: list[Echo],
    since: datetime,
    now: datetime,
) -> Iterator[Row]:
    for step in steps:
        if step.is_logged and since <= step.at.at < now:
            at = Moment(step.logged_at) if step.logged_at else step.at
            yield deal_id, lead_id, step.source_stage or "", utc(at), step.sequence
    for echo in echoes:
        if since <= echo.at < now:
            yield deal_id, lead_id, echo.source_stage, instant(echo.at), ""


def owner_changes(company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield who got which deal when; the old deals never changed hands."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and not deal.is_legacy:
            for at, rep_id in deal.owners:
                if since <= at < now:
                    yield deal.deal_id, rep_id, instant(at)


def activities(company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield calls, mails, messages, meetings and notes."""
    for attempt in company.attempts:
        for did in attempt.activities:
            if since <= did.occurred_at < now:
                owner = roster.NAMES.get(did.owner or "", did.owner or "")
                yield (
                    *(did.activity_id, did.kind, did.direction, instant(did.occurred_at), owner),
                    *(did.lead_id, did.deal_id, did.email, did.outcome),
                )


def lines(company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield the products of the deals that have several."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and since <= deal.created.at < now:
            for product, quantity, amount in deal.lines:
                yield deal.deal_id, product, str(quantity), f"{amount:.2f}"


def referrals(company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield who was named by whom, as far as somebody kept a list of it."""
    for attempt in company.attempts:
        if attempt.referrals and since <= attempt.begins.at < now:
            deal_id = attempt.deal.deal_id if attempt.deal else ""
            referred = attempt.leads[0].lead_id if attempt.leads else deal_id
            for referral in attempt.referrals:
                if referral.is_listed and referral.referred_at is not None:
                    at = instant(referral.referred_at)
                    yield referred, referral.referrer_text, at, referral.method


def reps() -> Iterator[Row]:
    """Yield the roster."""
    for row in roster.ROSTER:
        yield (
            *(row.rep_id, row.name, f"{row.rep_id.lower()}@kvistsoftware.example.net", row.team),
            *(row.manager or "", f"{row.starts_on}", f"{row.leaves_on or ''}", row.ramp),
        )


def quotas() -> Iterator[Row]:
    """Yield the quotas."""
    for quota in roster.quotas():
        yield (
            *(quota.period, quota.measure, f"{quota.quota:.0f}"),
            *(quota.owner, quota.team, quota.currency),
        )


def rates(seed: int, until: date) -> Iterator[Row]:
    """Yield the exchange rates up to `until`."""
    for currency, day, rate in market.rates(seed, until):
        yield currency, f"{day}", f"{rate:.6f}"


def holidays() -> Iterator[Row]:
    """Yield the days on which nobody works."""
    for day, name in market.holidays().items():
        yield f"{day}", name, ""


def costs(seed: int, until: date) -> Iterator[Row]:
    """Yield what leads cost, by month."""
    for month, kind, channel, amount in market.costs(seed, until):
        yield month, kind, channel, f"{amount:.2f}"


def products() -> Iterator[tuple[str, float, float, str]]:
    """Yield the price list."""
    for product, (price, cost, line) in market.PRODUCTS.items():
        yield product, price, cost, line
