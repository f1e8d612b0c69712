"""Which sheet lies where, and what a day adds to the folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.company import Company
from sandbox.company.clock import FIRST_DAY, day_of, end_of, midnight
from sandbox.sheets import events, records
from sandbox.sheets.cells import Row, put, text_of, workbook_of
from sandbox.sheets.mapping import MAPPING

RecordRows = Callable[[Company, datetime], Iterator[Row]]
EventRows = Callable[[Company, datetime, datetime], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Nightly:
    """A sheet of which every night brings a file: changed records, or new events."""

    name: str
    header: Row
    records: RecordRows | None = None
    events: EventRows | None = None
    delimiter: str = ","
    encoding: str = "utf-8"

    def rows(self, company: Company, day: int) -> Iterator[Row]:
        """Yield the rows of the night after `day`; the opening night brings all there is."""
        now = end_of(day)
        since = midnight(day_of(day)) if day else midnight(FIRST_DAY)
        if self.events is not None:
            yield from self.events(company, since, now)
        elif self.records is not None:
            known = set(self.records(company, since)) if day else set()
            yield from (row for row in self.records(company, now) if row not in known)


NIGHTLY = (
    Nightly("leads", records.LEADS, records=records.leads),
    Nightly("deals", records.DEALS, records=records.deals, delimiter=";", encoding="cp1252"),
    Nightly("bookings", records.BOOKINGS, records=records.bookings),
    Nightly("stage_changes", events.STAGE_CHANGES, events=events.stage_changes),
    Nightly("owner_changes", events.OWNER_CHANGES, events=events.owner_changes),
    Nightly("activities", events.ACTIVITIES, events=events.activities),
    Nightly("deal_lines", events.LINES, events=events.lines),
    Nightly("referrals", events.REFERRALS, events=events.referrals),
)


def write(company: Company, folder: Path, day: int) -> None:
    """Put the sheets of one day into `folder`, beside those of the days before.

    A day's files are the same however often they are written and however far the company has
    lived on since. Files that keep their name show the last day that was written.
    """
    if day > company.day:
        raise ValueError(f"the company has only lived up to day {company.day}, not {day}")
    today, now, sheets = day_of(day), end_of(day), folder / "sheets"
    for nightly in NIGHTLY:
        content = text_of(
            nightly.header,
            nightly.rows(company, day),
            delimiter=nightly.delimiter,
            encoding=nightly.encoding,
        )
        put(sheets / f"{nightly.name}_{today}.csv", content)
    for name, header, rows in (
        ("sheets/accounts.csv", records.ACCOUNTS, records.accounts(company, now)),
        ("sheets/contacts.csv", records.CONTACTS, records.contacts(company, now)),
        ("sheets/old_deals.csv", records.LEGACY, records.legacy(company, now)),
        ("sheets/costs.csv", events.COSTS, events.costs(company.seed, today)),
        ("company/reps.csv", events.REPS, events.reps()),
        ("company/quotas.csv", events.QUOTAS, events.quotas()),
        ("company/holidays.csv", events.HOLIDAYS, events.holidays()),
        ("company/exchange_rates.csv", events.RATES, events.rates(company.seed, today)),
    ):
        put(folder / name, text_of(header, rows))
    price_list = workbook_of("Price list", events.PRODUCTS, events.products())
    put(sheets / "products.xlsx", price_list)
    put(folder / "salescycle.yml", MAPPING.encode())
