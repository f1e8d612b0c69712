"""Queries: which records, in which order, with which fields; pages of them, and sums over them."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.api.salesforce.errors import RefusedError, no_column
from sandbox.api.salesforce.org import Org, Row
from sandbox.api.salesforce.schema import Field, SObject
from sandbox.api.salesforce.soql import Item, Query
from sandbox.api.salesforce.where import Found, first_number, sort, test_of

DATA = "/services/data/v62.0"
Json = dict[str, Any]
Show = Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found: keys of records, or the rows of sums, and how a record is shown."""

    sobject: SObject
    total: int
    keys: "array[int]"
    sums: list[Json]
    show: Show
    columns: tuple[tuple[str, Show], ...]


class Plan:
    """A query held against an organization. With `is_all`, deleted records are found too."""

    def __init__(self, org: Org, query: Query, *, is_all: bool):
        self.org, self.query, self.is_all = org, query, is_all
        self.sobject = org.sobject(query.entity)

    def run(self) -> Result:
        """Find what is asked for; raises RefusedError."""
        query, sobject = self.query, self.sobject
        if query.is_aggregate:
            columns = tuple((_name(item, n), self._group(item)) for n, item in _named(query.items))
        else:
            items = self._expanded(query.items)
            columns = tuple((item.path, self._value(item.path)) for item in items)
        orders = [(order, n) for n, order in enumerate(query.orders)]
        sorters = [self.resolve(order.path)[1] for order in query.orders]
        test = test_of(query.where, self.resolve) if query.where else None
        is_by_id = [order.path.lower() for order in query.orders] in ([], ["id"])
        is_short = is_by_id and not any(order.is_descending for order in query.orders)
        enough = None if query.limit is None else query.offset + query.limit
        keys = array("q")
        rows: list[tuple[Any, int]] = []
        for key in self.org.keys(sobject, first_number(query.where)):
            row = self.org.row(sobject, key)
            if row.get("IsDeleted") and (not self.is_all or self.org.has_gone(row)):
                continue
            if test is not None and not test(row):
                continue
            if is_short or query.is_aggregate:
                keys.append(key)
                if enough is not None and len(keys) >= enough and not query.is_aggregate:
                    break
            else:
                rows.append(([get(row) for get in sorters], key))
        if rows:
            sort(rows, orders)
            keys = array("q", (key for _, key in rows))
        if query.is_aggregate:
            sums = [] if _is_count(query) else self._sums(keys, columns)
            total = len(keys) if _is_count(query) else len(sums)
            return Result(sobject, total, array("q"), sums, dict, columns)
        keys = keys[query.offset : enough]
        return Result(sobject, len(keys), keys, [], self._show(columns), columns)

    def resolve(self, path: str) -> Found:
        """The field that a path leads to from the queried object, and how to read it."""
        first, *rest = path.split(".")
        if rest and first.lower() == self.sobject.name.lower():
            first, *rest = rest
        return self._resolve(self.sobject, [first, *rest])

    def _resolve(self, sobject: SObject, path: list[str]) -> Found:
        first, *rest = path
        if not rest:
            field = sobject.fields.get(first.lower())
            if field is None or not self.org.sees(sobject, field.name):
                raise no_column(first, sobject.name)
            name = field.name
            return field, lambda row: row[name]
        relation = sobject.relations.get(first.lower())
        if relation is None:
            raise RefusedError(
                "INVALID_FIELD",
                f"Didn't understand relationship '{first}' in field path.",
            )
        targets = [self.org.sobject(name) for name in relation.targets]
        is_one = len(targets) == 1
        if not is_one and _is_type(rest[0]):
            return Field("Type", "string"), lambda row: self._name_of(row, relation)
        ways = {
            target.name: self._resolve(target, rest)
            for target in targets
            if is_one or rest[0].lower() in target.fields
        }
        if not ways:
            raise no_column(rest[0], "Name")

        def get(row: Row) -> Any:
            found = self.org.find(row[relation.name], relation.targets)
            if found is None or found[0].name not in ways:
                return None
            return ways[found[0].name][1](found[1])

        return next(iter(ways.values()))[0], get

    def _name_of(self, row: Row, relation: Field) -> str | None:
        """Which object a record is of that may be of several."""
        found = self.org.find(row[relation.name], relation.targets)
        return found[0].name if found else None

    def _expanded(self, items: tuple[Item, ...]) -> list[Item]:
        """The items with FIELDS(ALL), FIELDS(STANDARD) and FIELDS(CUSTOM) spelt out."""
        found: list[Item] = []
        for item in items:
            if item.function != "FIELDS":
                found.append(item)
                continue
            word, limit = item.path.upper(), self.query.limit
            if word != "STANDARD" and (limit is None or limit > 200):
                raise RefusedError("MALFORMED_QUERY", "FIELDS() needs a LIMIT of at most 200 here")
            has = {"ALL": (True, False), "CUSTOM": (True,), "STANDARD": (False,)}[word]
            found += [Item(f.name) for f in self.sobject.fields.values() if f.is_custom in has]
        names = [item.path.lower() for item in found]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise RefusedError("INVALID_FIELD", f"duplicate field selected: {twice}")
        return found

    def _value(self, path: str) -> Show:
        return self.resolve(path)[1]

    def _group(self, item: Item) -> Show:
        return self.resolve(item.path)[1] if item.path else lambda row: row["Id"]

    def _show(self, columns: tuple[tuple[str, Show], ...]) -> Show:
        """How a record is answered: fields of related records lie in objects of their own."""
        sobject = self.sobject
        own = [(sobject.fields[path.lower()].name, get) for path, get in columns if "." not in path]
        related: dict[str, list[str]] = {}
        for path, _ in columns:
            words = path.split(".")
            if len(words) > 1 and words[0].lower() != sobject.name.lower():
                related.setdefault(words[0].lower(), []).append(".".join(words[1:]))
        nested = [
            (sobject.relations[name], self._nested(name, rest)) for name, rest in related.items()
        ]

        def show(row: Row) -> Json:
            shown: Json = {"attributes": _attributes(sobject, row)}
            shown |= {name: get(row) for name, get in own}
            for relation, look in nested:
                shown[relation.relation or ""] = look(row)
            return shown

        return show

    def _nested(self, name: str, paths: list[str]) -> Show:
        relation = self.sobject.relations[name]
        is_one = len(relation.targets) == 1
        plans = {}
        for target in relation.targets:
            inner = Plan(self.org, Query((), target), is_all=True)
            fields = inner.sobject.fields
            known = [p for p in paths if is_one or (p.lower() in fields and not _is_type(p))]
            plans[target] = inner._show(tuple((path, inner._value(path)) for path in known))

        def look(row: Row) -> Any:
            found = self.org.find(row[relation.name], relation.targets)
            if found is None:
                return None
            shown = plans[found[0].name](found[1])
            is_typed = not is_one and any(map(_is_type, paths))
            return shown | {"Type": found[0].name} if is_typed else shown

        return look

    def _sums(self, keys: "array[int]", columns: tuple[tuple[str, Show], ...]) -> list[Json]:
        items = self.query.items
        groups = [self.resolve(path)[1] for path in self.query.groups]
        cells: dict[tuple[Any, ...], list[Row]] = {} if groups else {(): []}
        for key in keys:
            row = self.org.row(self.sobject, key)
            cells.setdefault(tuple(get(row) for get in groups), []).append(row)
        found = [
            {"attributes": {"type": "AggregateResult"}}
            | {
                name: _aggregate(item.function, [get(row) for row in rows])
                for item, (name, get) in zip(items, columns, strict=True)
            }
            for rows in cells.values()
        ]
        return found[: self.query.limit]


def _is_type(word: str) -> bool:
    """Whether it asks a relation which object is at its end, where there are several."""
    return word.lower() == "type"


def _is_count(query: Query) -> bool:
    """Whether only the number of records is asked for, which is answered without a row."""
    return len(query.items) == 1 and query.items[0] == Item("", "COUNT") and not query.groups


def _named(items: tuple[Item, ...]) -> list[tuple[int, Item]]:
    """Each item with how many aggregates without a name come before it."""
    found, n = [], 0
    for item in items:
        found.append((n, item))
        n += bool(item.function and not item.alias)
    return found


def _name(item: Item, n: int) -> str:
    return item.alias or (f"expr{n}" if item.function else item.path.rpartition(".")[2])


def _aggregate(function: str, values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    if not function:
        return values[0] if values else None
    if function == "COUNT":
        return len(known)
    if function == "COUNT_DISTINCT":
        return len(set(known))
    if not known:
        return None
    if function == "SUM":
        return sum(known)
    if function == "AVG":
        return sum(known) / len(known)
    return min(known) if function == "MIN" else max(known)


def _attributes(sobject: SObject, row: Row) -> Json:
    url = f"{DATA}/sobjects/{sobject.name}/{row['Id']}"
    return {"type": sobject.name, "url": url}
