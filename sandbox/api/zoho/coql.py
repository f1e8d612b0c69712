"""Queries: a small part of the vendor's query language, what is needed to walk through a module.

`select a, b from M where <criteria> order by x asc limit n`, or COUNT(id) under a name. Criteria
compare a field with a value and are joined by two. Converted leads are found only where a criterion
asks for them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.api.vendor import Reply, Request
from sandbox.api.zoho import errors
from sandbox.api.zoho.modules import MODULES
from sandbox.api.zoho.org import Org
from sandbox.api.zoho.record import Record

MOST, USUAL, MOST_COLUMNS = 2_000, 200, 500
QUERY = re.compile(
    r"select (?P<columns>.+?) from (?P<module>\w+) where (?P<where>.+?)"
    r"(?: order by (?P<order>[\w, ]+?))?(?: limit (?P<limit>\d+))?",
    re.IGNORECASE,
)
COUNT = re.compile(r"COUNT\(id\) as (?P<name>\w+)", re.IGNORECASE)
TOKEN = re.compile(r"\s*(\(|\)|'[^']*'|>=|<=|!=|=|>|<|[\w.]+)")
Test = Callable[[Record], bool]
COMPARE: dict[str, Callable[[object, object], bool]] = {
    "=": lambda own, value: own == value,
    ">": lambda own, value: own > value,  # type: ignore[operator]
    ">=": lambda own, value: own >= value,  # type: ignore[operator]
    "<": lambda own, value: own < value,  # type: ignore[operator]
    "<=": lambda own, value: own <= value,  # type: ignore[operator]
}


@dataclass(slots=True)
class Words:
    """The words of a criterion, read from the front."""

    left: list[str]

    def take(self) -> str:
        """The next word; raises ValueError at the end."""
        if not self.left:
            raise ValueError("the query ends too early")
        return self.left.pop(0)

    def is_next(self, *words: str) -> bool:
        """Whether the next word is one of these."""
        return bool(self.left) and self.left[0].lower() in words


def answer(org: Org, request: Request) -> Reply:
    """The records that a query finds."""
    try:
        text = request.json()["select_query"]
    except (ValueError, KeyError, TypeError):
        return errors.failure(400, "MANDATORY_NOT_FOUND", "select_query is missing")
    found = QUERY.fullmatch(str(text).strip())
    if found is None:
        return errors.failure(400, "SYNTAX_ERROR", "the query cannot be read")
    module, limit = found["module"], int(found["limit"] or USUAL)
    columns = [name.strip() for name in found["columns"].split(",")]
    if limit > MOST or len(columns) > MOST_COLUMNS:
        return errors.failure(400, "LIMIT_EXCEEDED", "the limit of a query is exceeded")
    known = MODULES.get(module)
    counted = COUNT.fullmatch(found["columns"])
    if counted is not None:
        columns = ["id"]
    if known is None or not {*columns, "id"} <= {*known.types, "id"}:
        return errors.failure(400, "INVALID_QUERY", "column given seems to be invalid")
    if any(known.types.get(name) == "subform" for name in columns):
        return errors.failure(400, "INVALID_QUERY", "data type not supported")
    try:
        words = Words(TOKEN.findall(found["where"]))
        wanted = _either(words)
        if words.left:
            raise ValueError(f"{words.left[0]} cannot stand there")
        order = [_key(part.split()[0]) for part in (found["order"] or "id").split(",")]
    except (ValueError, KeyError) as error:
        return errors.failure(400, "SYNTAX_ERROR", str(error))
    shows_all = module != "Leads" or "converted__s" in found["where"].lower()
    with org.made.lock:
        records = [
            record
            for record in org.by_id(module, 0)
            if (shows_all or not record.is_converted) and wanted(record)
        ]
    if counted is not None:
        return Reply(body={"data": [{counted["name"]: len(records)}], "info": {"count": 1}})
    records.sort(key=lambda record: tuple(key(record) for key in order))
    if not records:
        return Reply(204)
    info = {"count": min(len(records), limit), "more_records": len(records) > limit}
    return Reply(body={"data": [r.shown(columns) for r in records[:limit]], "info": info})


def _either(words: Words) -> Test:
    test = _one(words)
    while words.is_next("or", "and"):
        is_or, first, second = words.take().lower() == "or", test, _one(words)
        test = _joined(first, second, is_or=is_or)
    return test


def _joined(first: Test, second: Test, *, is_or: bool) -> Test:
    if is_or:
        return lambda record: first(record) or second(record)
    return lambda record: first(record) and second(record)


def _one(words: Words) -> Test:
    if words.is_next("("):
        words.take()
        test = _either(words)
        if words.take() != ")":
            raise ValueError("a bracket is not closed")
        return test
    name, compare, value = words.take(), COMPARE[words.take()], words.take().strip("'")
    key = _key(name)
    wanted = _value(name, value)
    return lambda record: compare(key(record), wanted)


def _key(name: str) -> Callable[[Record], object]:
    if name == "id":
        return lambda record: int(record.id)
    if name == "Modified_Time":
        return lambda record: record.stamp
    if name == "Created_Time":
        return lambda record: int(record.created.timestamp())
    if name == "Converted__s":
        return lambda record: record.is_converted
    raise ValueError(f"nothing is compared by {name} here")


def _value(name: str, text: str) -> object:
    if name == "id":
        return int(text)
    if name in ("Created_Time", "Modified_Time"):
        return int(datetime.fromisoformat(text).timestamp())
    return text.lower() == "true"
