"""What the CRM holds at the clock: the company's records and what was made beside them."""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from sandbox.api.hubspot import deals, lines, people
from sandbox.api.hubspot.activities import TYPES, activities
from sandbox.api.hubspot.kinds import Kind
from sandbox.api.hubspot.made import CONTACT, FIRST, Made
from sandbox.api.hubspot.record import Record, milliseconds
from sandbox.company import Company


@dataclass(slots=True)
class Shelf:
    """The company's records of one type at one clock; ids in order, live and archived apart."""

    records: dict[int, Record]
    live: list[int]
    archived: list[int]


class Portal:
    """The account. Records of a type are rendered once per clock, when first asked for."""

    def __init__(self, company: Company | None, now: Callable[[], datetime]):
        self.company, self.now = company, now
        self.made = Made(now)
        self._shelves: dict[str, tuple[datetime, Shelf]] = {}

    def read(self, kind: Kind, record_id: str) -> Record | None:
        """A record, archived ones too; None if there is none or it was merged away."""
        with self.made.lock:
            if not record_id.isascii() or not record_id.isdigit():
                return None
            record = self._record(kind, int(record_id))
            return self.made.edited(record) if record is not None else None

    def page(self, kind: Kind, after: int, limit: int, *, archived: bool) -> list[Record]:
        """The first records whose ids are above `after`, in the order of ids."""
        with self.made.lock:
            found = self._archived(kind) if archived else self._live(kind, after)
            records: list[Record] = []
            for number in found:
                record = self.read(kind, str(number)) if number > after else None
                if record is not None and (record.archived_at is not None) == archived:
                    records.append(record)
                    if len(records) == limit:
                        break
            return records

    def stamps(self, kind: Kind) -> Iterator[tuple[int, int]]:
        """Yield (modified in milliseconds, id) of all live records."""
        made, shelf = self.made, self._shelf(kind)
        for number in shelf.live:
            record_id = str(number)
            if record_id not in made.deleted and record_id not in made.survivor_of:
                stamp = milliseconds(shelf.records[number].updated)
                yield max(stamp, made.changed.get(record_id, (0, 0))[0]), number
        if kind.plural == "deals":
            gone = {int(key) for key in (*made.deleted, *made.survivor_of)}
            for number, stamp in enumerate(made.modified, start=FIRST):
                if number not in gone:
                    yield stamp, number
        elif kind.plural == "contacts" and made.created:
            yield made.created[0], int(CONTACT)

    def _live(self, kind: Kind, after: int) -> Iterable[int]:
        live = self._shelf(kind).live
        own = live[bisect_right(live, after) :]
        if kind.plural == "contacts" and self.made.created:
            return heapq.merge(own, [int(CONTACT)])
        if kind.plural != "deals":
            return own
        return heapq.merge(own, range(max(after + 1, FIRST), FIRST + len(self.made.created)))

    def _archived(self, kind: Kind) -> Iterable[int]:
        deleted = map(int, self.made.deleted)
        own = (number for number in deleted if self._record(kind, number) is not None)
        return sorted({*self._shelf(kind).archived, *own})

    def _record(self, kind: Kind, number: int) -> Record | None:
        """A record of its own, which may be written to."""
        if kind.plural == "deals" and 0 <= number - FIRST < len(self.made.created):
            return self.made.deal(number - FIRST)
        if kind.plural == "contacts" and str(number) == CONTACT and self.made.created:
            return self.made.contact()
        found = self._shelf(kind).records.get(number)
        if found is None:
            return None
        record = copy(found)
        record.properties = dict(found.properties)
        return record

    def _shelf(self, kind: Kind) -> Shelf:
        clock = self.now()
        with self.made.lock:
            known = self._shelves.get(kind.plural)
            if known is not None and (known[0] == clock or self.company is None):
                return known[1]
            records = {int(record.id): record for record in self._render(kind.plural, clock)}
            archived = {n for n, record in records.items() if record.archived_at is not None}
            shelf = Shelf(records, sorted(records.keys() - archived), sorted(archived))
            self._shelves[kind.plural] = (clock, shelf)
            return shelf

    def _render(self, plural: str, now: datetime) -> Iterable[Record]:
        company = self.company
        if company is None:
            return ()
        if plural in TYPES.values():
            return activities(company, plural, now)
        if plural == "products":
            return lines.products()
        if plural == "goal_targets":
            return lines.goals()
        render = {
            "contacts": people.contacts,
            "companies": people.companies,
            "deals": deals.deals,
            "leads": deals.leads,
            "line_items": lines.line_items,
        }.get(plural)
        return render(company, now) if render else ()
