"""What the organization holds at the clock: the company's records and what was made beside them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.api.salesforce import activities, campaigns, deals, ids, lines, people, settings, users
from sandbox.api.salesforce.errors import no_object
from sandbox.api.salesforce.made import FIRST, Made, milliseconds, text_of
from sandbox.api.salesforce.people import NO_COMPANY, STATUS
from sandbox.api.salesforce.record import CURRENCY
from sandbox.api.salesforce.schema import OBJECTS, SObject
from sandbox.company import Company

Row = dict[str, Any]
EXTERNAL = "External_Id__c"
KEPT = timedelta(days=15)
"""How long the recycle bin keeps what was deleted."""
RENDER: dict[str, Callable[[Company, datetime], Iterator[Row]]] = {
    "Lead": people.leads,
    "LeadHistory": people.lead_history,
    "Contact": people.contacts,
    "Account": people.accounts,
    "Opportunity": deals.opportunities,
    "OpportunityHistory": deals.history,
    "OpportunityFieldHistory": deals.field_history,
    "OpportunityContactRole": deals.contact_roles,
    "OpportunitySplit": deals.splits,
    "OpportunitySplitType": settings.split_types,
    "OpportunityLineItem": lines.line_items,
    "Product2": lines.products,
    "Pricebook2": lines.pricebooks,
    "PricebookEntry": lines.prices,
    "Event": activities.events,
    "Task": activities.tasks,
    "User": users.users,
    "UserRole": users.roles,
    "Group": users.groups,
    "RecordType": settings.record_types,
    "OpportunityStage": settings.stages,
    "LeadStatus": settings.statuses,
    "CurrencyType": settings.currencies,
    "DatedConversionRate": settings.dated_rates,
    "Organization": settings.organization,
    "Period": settings.periods,
    "ForecastingType": settings.forecasting_types,
    "ForecastingQuota": settings.forecasting_quotas,
    "Campaign": campaigns.campaigns,
    "CampaignMember": campaigns.members,
}


@dataclass(slots=True)
class Shelf:
    """The company's records of one object at one clock, in the order of ids."""

    rows: list[Row]
    numbers: list[int]
    places: dict[str, int] = field(default_factory=dict)


class Org:
    """The organization. Records of an object are rendered once per clock, when first asked for.

    A record's key is its place on the shelf, or -1, -2 ... for the leads that were made here.
    `hidden` names objects, and fields as Object.Field, that the user may not see. `external` are
    ids that leads and opportunities have in another system, by their id here.
    """

    def __init__(self, company: Company | None, now: Callable[[], datetime]):
        self.company, self.now = company, now
        self.hidden: set[str] = set()
        self.external: dict[str, str] = {}
        self.made = Made(now, blank(OBJECTS["lead"]) | MADE)
        self._shelves: dict[str, tuple[datetime, Shelf]] = {}

    def sobject(self, name: str) -> SObject:
        """The object of that name; raises RefusedError where the user sees none."""
        found = OBJECTS.get(name.lower())
        if found is None or found.name in self.hidden:
            raise no_object(name)
        return found

    def sees(self, sobject: SObject, name: str) -> bool:
        """Whether the user may see the field."""
        return f"{sobject.name}.{name}" not in self.hidden

    def keys(self, sobject: SObject, first: int = 0) -> Iterable[int]:
        """The keys of the records whose numbers are `first` at least, in the order of ids."""
        numbers = self.shelf(sobject).numbers
        yield from range(bisect_left(numbers, first), len(numbers))
        if sobject.name == "Lead":
            made = len(self.made.created)
            yield from range(-1 - max(first - FIRST, 0), -1 - made, -1)

    def row(self, sobject: SObject, key: int) -> Row:
        """The record, with what was done to it."""
        if key < 0:
            return self.made.lead(-1 - key)
        return self.made.edited(self.shelf(sobject).rows[key])

    def has_gone(self, row: Row) -> bool:
        """Whether the record is not even in the recycle bin any more."""
        if not row.get("IsDeleted"):
            return False
        return bool(row["SystemModstamp"] < text_of(milliseconds(self.now() - KEPT)))

    def find(self, record_id: str | None, targets: Iterable[str]) -> tuple[SObject, Row] | None:
        """The record of an id, whichever of these objects it is of."""
        for name in targets if record_id else ():
            sobject = OBJECTS.get(name.lower())
            if sobject is None or sobject.prefix != str(record_id)[:3]:
                continue
            number = ids.number_of(str(record_id))
            if sobject.name == "Lead" and 0 <= number - FIRST < len(self.made.created):
                return sobject, self.made.lead(number - FIRST)
            shelf = self.shelf(sobject)
            place = shelf.places.get(ids.whole(str(record_id)))
            if place is not None:
                return sobject, self.made.edited(shelf.rows[place])
        return None

    def shelf(self, sobject: SObject) -> Shelf:
        """The company's records of the object."""
        clock = self.now()
        with self.made.lock:
            known = self._shelves.get(sobject.name)
            if known is not None and (known[0] == clock or self.company is None):
                return known[1]
            render = RENDER[sobject.name]
            found = list(render(self.company, clock)) if self.company else []
            empty = blank(sobject)
            if self.external and EXTERNAL in empty:
                found = [row | {EXTERNAL: self.external.get(row["Id"])} for row in found]
            rows = sorted((empty | row for row in found), key=lambda row: str(row["Id"]))
            shelf = Shelf(rows, [ids.number_of(row["Id"]) for row in rows])
            shelf.places = {row["Id"]: place for place, row in enumerate(rows)}
            self._shelves[sobject.name] = (clock, shelf)
            return shelf


def blank(sobject: SObject) -> Row:
    """A record of which nothing is known yet."""
    return {one.name: False if one.type == "boolean" else None for one in sobject.fields.values()}


MADE: Row = {
    "Company": NO_COMPANY,
    "Status": STATUS[None],
    "OwnerId": ids.LEAD_QUEUE,
    "CreatedById": ids.ADMIN,
    "LastModifiedById": ids.ADMIN,
    **CURRENCY,
}
"""What all leads that are made beside the company have."""
