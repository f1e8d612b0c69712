"""What the organisation holds at the clock: the company's records and what was made beside them."""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.api.zoho import ids
from sandbox.api.zoho.activities import MODULES as LOGGED
from sandbox.api.zoho.activities import TASKS, activities
from sandbox.api.zoho.deals import deals, leads
from sandbox.api.zoho.history import history
from sandbox.api.zoho.made import FIRST, Made
from sandbox.api.zoho.people import accounts, contacts
from sandbox.api.zoho.record import Record
from sandbox.api.zoho.users import OPENED, owner
from sandbox.company import Company
from sandbox.company.market import PRODUCTS


@dataclass(slots=True)
class Shelf:
    """The company's records of one module at one clock; the ids of the live ones in order."""

    records: dict[int, Record]
    live: list[int]


class Org:
    """The organisation. Records of a module are rendered once per clock, when first asked for."""

    def __init__(self, company: Company | None, now: Callable[[], datetime]):
        self.company, self.now = company, now
        self.made = Made(now)
        self._shelves: dict[str, tuple[datetime, Shelf]] = {}

    def read(self, module: str, number: int) -> Record | None:
        """A record, deleted ones too; None if there is none."""
        with self.made.lock:
            record = self._record(module, number)
            return self.made.edited(record) if record is not None else None

    def by_id(self, module: str, after: int) -> Iterator[Record]:
        """Yield the live records whose ids are above `after`, in their order."""
        made = self.made
        live = self._shelf(module).live
        own: Iterable[int] = live[bisect_right(live, after) :]
        if module == "Deals":
            begins = max(after + 1, FIRST)
            own = heapq.merge(own, range(begins, FIRST + len(made.created)))
        for number in own:
            if number not in made.deleted:
                record = self.read(module, number)
                if record is not None:
                    yield record

    def stamps(self, module: str) -> Iterator[tuple[int, int]]:
        """Yield (second of modification, id) of all live records."""
        made, shelf = self.made, self._shelf(module)
        for number in shelf.live:
            if number not in made.deleted:
                changed = made.changed.get(number, (0, 0))[0] // 1000
                yield max(shelf.records[number].stamp, changed), number
        if module == "Deals":
            for number, stamp in enumerate(made.modified, start=FIRST):
                if number not in made.deleted:
                    yield stamp // 1000, number

    def deleted(self, module: str) -> list[Record]:
        """The deleted records, those that were deleted last first."""
        with self.made.lock:
            gone = [r for r in self._shelf(module).records.values() if r.deleted_at is not None]
            found = [self._record(module, number) for number in self.made.deleted]
            gone += [self.made.edited(record) for record in found if record is not None]
            never = datetime.min.replace(tzinfo=UTC)
            return sorted(gone, key=lambda r: (r.deleted_at or never, r.id), reverse=True)

    def _record(self, module: str, number: int) -> Record | None:
        """A record of its own, which may be written to."""
        if module == "Deals" and self.made.holds(number):
            return self.made.deal(number)
        found = self._shelf(module).records.get(number)
        return copy(found) if found is not None else None

    def _shelf(self, module: str) -> Shelf:
        clock = self.now()
        with self.made.lock:
            known = self._shelves.get(module)
            if known is not None and (known[0] == clock or self.company is None):
                return known[1]
            records = {int(record.id): record for record in self._render(module, clock)}
            live = sorted(n for n, record in records.items() if record.deleted_at is None)
            shelf = Shelf(records, live)
            self._shelves[module] = (clock, shelf)
            return shelf

    def _render(self, module: str, now: datetime) -> Iterable[Record]:
        company = self.company
        if company is None:
            return ()
        if module in (*LOGGED.values(), TASKS):
            return activities(company, module, now)
        render = {
            "Contacts": contacts,
            "Accounts": accounts,
            "Deals": deals,
            "Leads": leads,
            "DealHistory": history,
        }.get(module)
        return render(company, now) if render else _products()


def _products() -> Iterator[Record]:
    """Yield the price list."""
    for n, (name, (price, cost, category)) in enumerate(PRODUCTS.items(), start=1):
        fields = {
            "Product_Name": name,
            "Unit_Price": price,
            "Unit_Cost": cost,
            "Product_Category": category,
            "Product_Active": True,
            "Owner": owner(None),
        }
        yield Record(str(ids.PRODUCT + n), OPENED, OPENED, fields)
