"""What the CRM holds at the clock: the company's records and what was made beside them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sandbox.api.pipedrive import activities, deals, lines, people
from sandbox.api.pipedrive.made import FIRST, Made
from sandbox.api.pipedrive.record import Change, Json, Record
from sandbox.company import Company

SHOWN_DELETED = timedelta(days=30)
"""So long a deleted deal can still be listed."""


class Shelves:
    """Records by their kind, in the order of ids (leads: of their making), once per clock."""

    def __init__(self, company: Company | None, now: Callable[[], datetime]):
        self.company, self.now = company, now
        self.made = Made(now)
        self._held: dict[str, tuple[datetime, list[Record]]] = {}
        self._logs: tuple[datetime, dict[int, list[Change]]] | None = None

    def records(self, kind: str, after: int = 0) -> Iterator[Record]:
        """Yield the records of a kind whose ids lie above `after`, deleted ones too."""
        if kind == "leads":
            yield from self._shelf(kind)
            return
        yield from (record for record in self._shelf(kind) if int(record.id) > after)
        if kind == "deals":
            for number in range(max(after + 1 - FIRST, 0), len(self.made.created)):
                yield self.made.deal(number)

    def is_listed(self, record: Record, statuses: set[str]) -> bool:
        """Whether a list of deals of these statuses shows it."""
        if record.deleted_at is None:
            return record.body["status"] in statuses
        return "deleted" in statuses and record.deleted_at > self.now() - SHOWN_DELETED

    def changelog(self, deal_id: int) -> list[Change] | None:
        """The changes of a deal, oldest first; None where there is no such deal."""
        number = deal_id - FIRST
        if number >= 0:
            if number >= len(self.made.created) or number in self.made.deleted:
                return None
            return self.made.changelog(number)
        if self.company is None:
            return None
        clock = self.now()
        with self.made.lock:
            if self._logs is None or self._logs[0] != clock:
                self._logs = clock, deals.changelogs(self.company, clock)
            return self._logs[1].get(deal_id)

    def lines(self, deal_ids: set[int]) -> list[Json]:
        """The products on some deals, in the order of deals."""
        if self.company is None:
            return []
        return [
            line
            for attempt in self.company.attempts
            if attempt.deal is not None and attempt.is_in_crm
            for line in lines.deal_products(attempt.deal)
            if line["deal_id"] in deal_ids
        ]

    def _shelf(self, kind: str) -> list[Record]:
        clock = self.now()
        with self.made.lock:
            known = self._held.get(kind)
            if known is not None and (known[0] == clock or self.company is None):
                return known[1]
            found = sorted(self._render(kind, clock), key=_by_making if kind == "leads" else _by_id)
            self._held[kind] = (clock, found)
            return found

    def _render(self, kind: str, now: datetime) -> Iterable[Record]:
        company = self.company
        if company is None:
            return ()
        if kind == "products":
            return lines.products(company)
        return {
            "deals": deals.deals,
            "leads": people.leads,
            "persons": people.persons,
            "organizations": people.organizations,
            "activities": activities.activities,
            "notes": activities.notes,
        }[kind](company, now)


def _by_id(record: Record) -> tuple[float, str]:
    return float(record.id), ""


def _by_making(record: Record) -> tuple[float, str]:
    return record.created.timestamp(), str(record.id)
