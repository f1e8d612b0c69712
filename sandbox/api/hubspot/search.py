"""The search: an index that is filled late, knows no history and ends after 10,000 results."""

import json
from array import array
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sandbox.api.hubspot.errors import failure
from sandbox.api.hubspot.kinds import CREATED, ID, Kind
from sandbox.api.hubspot.objects import Shown, json_of
from sandbox.api.hubspot.portal import Portal
from sandbox.api.hubspot.record import Json, milliseconds
from sandbox.api.vendor import Reply, Request

MOST, CAP, MOST_GROUPS = 200, 10_000, 6
KEPT = 8
KEYS = ("filterGroups", "sorts", "properties", "limit", "after")
Test = Callable[[int, int], bool]
"""Whether a record is wanted, by its time of modification and its id."""


class Search:
    """Searches the records of a portal. `lag`: how long after a change a record is not found."""

    def __init__(self, portal: Portal):
        self.portal = portal
        self.lag = timedelta(0)
        self._known: dict[str, array[int]] = {}

    def answer(self, kind: Kind, request: Request) -> Reply:
        """A page of what is found."""
        asked = json_of(request, *KEYS)
        if isinstance(asked, Reply):
            return asked
        limit, after = int(asked["limit"]), str(asked["after"] or "0")
        if not 0 < limit <= MOST or len(asked["filterGroups"]) > MOST_GROUPS:
            return failure(400, f"limit is at most {MOST}, and there are {MOST_GROUPS} groups")
        if not after.isdigit():
            return failure(400, "after is no number of a result")
        if int(after) + limit > CAP:
            return failure(400, f"a search shows at most {CAP} results")
        if _is_epoch(asked["filterGroups"]):
            return failure(500)
        try:
            found = self._find(kind, asked["filterGroups"], asked["sorts"])
        except (KeyError, ValueError, TypeError) as error:
            return failure(400, f"the search cannot be read: {error}")
        return Reply(body=self._page(kind, asked, found, int(after), limit))

    def _page(self, kind: Kind, asked: Json, found: "array[int]", after: int, limit: int) -> Json:
        shown = Shown(kind, asked["properties"], [])
        records = (self.portal.read(kind, str(n)) for n in found[after : after + limit])
        results = [shown.of(record) for record in records if record is not None]
        page: Json = {"total": len(found), "results": results}
        if after + limit < len(found):
            page["paging"] = {"next": {"after": str(after + limit)}}
        return page

    def _find(self, kind: Kind, groups: list[Json], sorts: list[Any]) -> "array[int]":
        portal = self.portal
        with portal.made.lock:
            clock = portal.now()
            version = [portal.made.version, self.lag.total_seconds(), clock.isoformat()]
            key = json.dumps([kind.plural, groups, sorts, version[: 2 if _stands(portal) else 3]])
            if key not in self._known:
                while len(self._known) >= KEPT:
                    self._known.pop(next(iter(self._known)))
                self._known[key] = self._all(kind, groups, sorts, clock)
            return self._known[key]

    def _all(
        self, kind: Kind, groups: list[Json], sorts: list[Any], clock: datetime
    ) -> "array[int]":
        wanted = [[_test(kind, each, self.portal) for each in g["filters"]] for g in groups]
        indexed = milliseconds(clock - self.lag) if self.lag else None
        found = [
            (stamp, number)
            for stamp, number in self.portal.stamps(kind)
            if (indexed is None or stamp <= indexed)
            and (not wanted or any(all(test(stamp, number) for test in g) for g in wanted))
        ]
        for sort in reversed(sorts):
            name, descending = _sort(sort)
            if name not in (kind.modified, ID):
                raise ValueError(f"nothing is sorted by {name} here")
            place = 0 if name == kind.modified else 1
            found.sort(key=lambda row, place=place: row[place], reverse=descending)  # type: ignore[misc]
        return array("q", (number for _, number in found))


def _stands(portal: Portal) -> bool:
    """Whether only what is done to it changes what a portal holds."""
    return portal.company is None


def _is_epoch(groups: list[Json]) -> bool:
    return any(
        str(each.get("value")) == "0" and each.get("propertyName") != ID
        for group in groups
        for each in group.get("filters", [])
    )


def _sort(sort: Any) -> tuple[str, bool]:
    """(property, whether descending) of a sort: a name, one with a minus before it, an object."""
    if isinstance(sort, dict):
        return sort["propertyName"], sort.get("direction") == "DESCENDING"
    return sort.removeprefix("-"), sort.startswith("-")


def _test(kind: Kind, asked: Json, portal: Portal) -> Test:
    name, operator = asked["propertyName"], asked["operator"]
    if name not in kind.types and name != CREATED:
        raise ValueError(f"there is no property {name}")
    if name not in (kind.modified, ID, CREATED):
        return _test_of_text(kind, asked, portal)
    read = _number if name == ID else _stamp
    values = {read(value) for value in asked.get("values", [])}
    low = read(asked["value"]) if "value" in asked else 0
    high = read(asked["highValue"]) if "highValue" in asked else 0
    place = 1 if name == ID else 0
    compare: dict[str, Callable[[int], bool]] = {
        "EQ": lambda own: own == low,
        "NEQ": lambda own: own != low,
        "GT": lambda own: own > low,
        "GTE": lambda own: own >= low,
        "LT": lambda own: own < low,
        "LTE": lambda own: own <= low,
        "BETWEEN": lambda own: low <= own <= high,
        "IN": lambda own: own in values,
        "NOT_IN": lambda own: own not in values,
        "HAS_PROPERTY": lambda own: True,
    }
    check = compare[operator]
    if name == CREATED:

        def test(stamp: int, number: int) -> bool:
            record = portal.read(kind, str(number))
            return record is not None and check(milliseconds(record.created))

        return test
    if place:
        return lambda stamp, number: check(number)
    return lambda stamp, number: check(stamp)


def _test_of_text(kind: Kind, asked: Json, portal: Portal) -> Test:
    name, operator = asked["propertyName"], asked["operator"]
    values = [str(value).lower() for value in asked.get("values", [asked.get("value")])]
    has = {"EQ": True, "IN": True, "NEQ": False, "NOT_IN": False}

    def test(stamp: int, number: int) -> bool:
        record = portal.read(kind, str(number))
        own = record.properties.get(name) if record else None
        if operator in ("HAS_PROPERTY", "NOT_HAS_PROPERTY"):
            return bool((own is not None) == (operator == "HAS_PROPERTY"))
        is_among = own is not None and own.lower() in values
        return bool(is_among == has[operator])

    return test


def _number(value: object) -> int:
    return int(str(value))


def _stamp(value: object) -> int:
    """Milliseconds since 1970, given as such or as a time."""
    text = str(value)
    return int(text) if text.isdigit() else milliseconds(datetime.fromisoformat(text))
