"""The sheets that stay where the CRM and the calendar are read through their APIs."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from sandbox.company import Company, roster
from sandbox.company.clock import day_of, end_of
from sandbox.crm import Crm
from sandbox.sheets import events, records
from sandbox.sheets.cells import Row, put, text_of
from sandbox.sheets.folder import Nightly
from sandbox.sheets.mapping import COMPANY, COSTS, OLD_DEALS, REFERRALS

MISTYPED = (
    *("Deal ID", "Deal name", "Account", "E-mail", "Phone", "Created", "Closed", "Close date"),
    *("Stage", "Pipeline", "Amount", "Currency", "Product"),
)
CALENDLY_TOKEN = "SANDBOX_CALENDLY_TOKEN"  # noqa: S105 - a name
"""Name of the variable that holds the calendar's token."""
CALLS_PER_SECOND = 1000


def write(company: Company, folder: Path, day: int, crm: Crm, crm_url: str, calendly: str) -> None:
    """Put the sheets of one day into `folder`, and a salescycle.yml that reads both APIs.

    `crm_url` and `calendly` are the addresses of the APIs.
    """
    today, now, sheets = day_of(day), end_of(day), folder / "sheets"
    nightly = Nightly("referrals", events.REFERRALS, events=partial(referrals, crm))
    put(sheets / f"referrals_{today}.csv", text_of(nightly.header, nightly.rows(company, day)))
    for name, header, rows in (
        ("sheets/old_deals.csv", records.LEGACY, records.legacy(company, now)),
        ("sheets/mistyped_deals.csv", MISTYPED, mistyped(company, now)),
        ("sheets/costs.csv", events.COSTS, events.costs(company.seed, today)),
        ("company/reps.csv", events.REPS, events.reps()),
        ("company/quotas.csv", events.QUOTAS, quotas(crm)),
        ("company/holidays.csv", events.HOLIDAYS, events.holidays()),
        ("company/exchange_rates.csv", events.RATES, events.rates(company.seed, today)),
    ):
        put(folder / name, text_of(header, rows))
    put(folder / "salescycle.yml", mapping(crm, crm_url, calendly).encode())


def mistyped(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the deal that nobody ever entered into the CRM, whose history would tell better."""
    wrong = {a.deal.deal_id for a in company.attempts if a.deal and a.deal.wrong_close}
    for row in records.deals(company, now):
        if row[0] in wrong:
            cells = dict(zip(records.DEALS, row, strict=True))
            yield tuple(cells[name] for name in MISTYPED)


def referrals(crm: Crm, company: Company, since: datetime, now: datetime) -> Iterator[Row]:
    """Yield who was named by whom, by the ids that the CRM shows."""
    for referred, referrer, at, how in events.referrals(company, since, now):
        own = crm.ids.lead(referred) if referred.startswith("L") else crm.ids.deal(referred)
        is_id = referrer.startswith("P") and referrer[1:].isdigit()
        yield own, crm.ids.person(int(referrer[1:])) if is_id else referrer, at, how


def quotas(crm: Crm) -> Iterator[Row]:
    """Yield the quotas that are no goals of the CRM."""
    for quota, row in zip(roster.quotas(), events.quotas(), strict=True):
        if not crm.is_goal(quota):
            yield row


def mapping(crm: Crm, crm_url: str, calendly: str) -> str:
    """The salescycle.yml."""
    access = crm.access.format(secret=f"${{{crm.variable}}}")
    return f"""\
{COMPANY}sources:
  - name: crm
    type: {crm.name}
    {access}
    base_url: {crm_url}
    calls_per_second: {CALLS_PER_SECOND}   # nobody else asks the sandbox
{crm.settings}\
  - name: calendar
    type: calendly
    token: ${{{CALENDLY_TOKEN}}}
    base_url: {calendly}
    calls_per_second: {CALLS_PER_SECOND}
  - name: sheets
    type: spreadsheet
    stages: {{Closed won: won}}
    tables:
{OLD_DEALS}\
      - path: sheets/mistyped_deals.csv  # never was in the CRM
        entity: deal
        timezone: Europe/Copenhagen
        decimal: ","
        thousands: "."
        columns:
          deal_id: Deal ID
          name: Deal name
          account: Account
          contact_email: E-mail
          contact_phone: Phone
          created_at: Created
          closed_at: Closed
          close_date: Close date
          stage: Stage
          pipeline: Pipeline
          amount: Amount
          currency: Currency
          product: Product
{REFERRALS}{COSTS}"""
