"""What the pod holds at the clock: the company's records and what was made beside them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain

from sandbox.api.oracle import deals, ids, people, setup
from sandbox.api.oracle.made import FIRST, Made
from sandbox.api.oracle.record import Row
from sandbox.api.oracle.schema import CHILDREN, Resource
from sandbox.company import Company

RENDER: dict[str, Callable[[Company, datetime], Iterator[Row]]] = {
    "opportunities": deals.opportunities,
    "leads": people.leads,
    "activities": people.activities,
    "contacts": people.contacts,
    "accounts": people.accounts,
    "products": setup.products,
    "resources": setup.resources,
    "optyStatusesLOV": setup.statuses,
    "crmBusinessUnits": setup.units,
}
Children = dict[int, dict[str, list[Row]]]


class Pod:
    """The pod. Rows of a resource are rendered once per clock, when first asked for."""

    def __init__(self, company: Company | None, now: Callable[[], datetime]):
        self.company, self.now = company, now
        self.made = Made(now)
        self._shelves: dict[str, tuple[datetime, list[Row]]] = {}
        self._children: tuple[datetime, Children] | None = None

    def rows(self, resource: Resource, record_set: str) -> Iterator[Row]:
        """Yield the rows of a resource that the caller sees in a record set."""
        found: Iterator[Row] = iter(self._shelf(resource.name))
        if resource.name == "opportunities":
            found = chain(found, self.made.rows())
        if not resource.owner or record_set == "ALL":
            yield from found
        else:
            yield from (row for row in found if row.get(resource.owner) == ids.CALLER)

    def children(self, opty_id: int) -> dict[str, list[Row]]:
        """What hangs on an opportunity, by the name of the child resource."""
        if opty_id >= FIRST:
            return _none() | {CHILDREN[0]: self.made.snapshots(opty_id)}
        clock = self.now()
        if self._children is None or self._children[0] != clock:
            found = deals.children(self.company, clock) if self.company else {}
            self._children = (clock, found)
        return self._children[1].get(opty_id, _none())

    def _shelf(self, name: str) -> list[Row]:
        clock = self.now()
        known = self._shelves.get(name)
        if known is None or (known[0] != clock and self.company is not None):
            rows = list(RENDER[name](self.company, clock)) if self.company else []
            known = self._shelves[name] = (clock, rows)
        return known[1]


def _none() -> dict[str, list[Row]]:
    return {name: [] for name in CHILDREN}
