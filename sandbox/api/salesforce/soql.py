"""SOQL as connectors write it: read into a tree, or refused as malformed.

SELECT fields and aggregates FROM one object WHERE ... GROUP BY ... ORDER BY ... LIMIT ... OFFSET.
Left out: queries within queries, HAVING, TYPEOF, dates that name a span (LAST_N_DAYS and its like).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NoReturn, TypeVar

from sandbox.api.salesforce.errors import RefusedError

Part = TypeVar("Part")
TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^'\\]|\\.)*')"
    r"|(?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
    r"|(?P<date>\d{4}-\d\d-\d\d)(?![\dT])"
    r"|(?P<number>[+-]?\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|!=|<>|[=<>(),])"
    r"|(?P<end>$))"
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
AGGREGATES = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
CLAUSES = frozenset({"FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "WITH", "FOR", "ALL"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A value in a query: its kind (string, datetime, date, number, boolean, null) and itself.

    Datetimes are in UTC, the way the vendor answers them, so that text is in the order of time.
    """

    kind: str
    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against one literal, or against several with IN and NOT IN."""

    path: str
    operator: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by AND or OR, or one turned round by NOT."""

    word: str
    parts: tuple["Condition", ...]


Condition = Compare | Joined


@dataclass(frozen=True, slots=True)
class Item:
    """What is selected: a path, or an aggregate of one (COUNT() has an empty one)."""

    path: str
    function: str = ""
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A path to sort by; nulls come first unless told otherwise."""

    path: str
    is_descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read."""

    items: tuple[Item, ...]
    entity: str
    where: Condition | None = None
    groups: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0

    @property
    def is_aggregate(self) -> bool:
        """Whether its rows are no records."""
        return bool(self.groups) or any(item.function in AGGREGATES for item in self.items)


def parse(text: str) -> Query:
    """Read a query; raises RefusedError with MALFORMED_QUERY."""
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str):
        self._text = text
        self._tokens: list[tuple[str, str, int]] = []
        place = 0
        while not self._tokens or self._tokens[-1][0] != "end":
            found = TOKEN.match(text, place)
            if found is None or found.lastgroup is None:
                _fail(f"unexpected token: '{text[place:].strip()[:1]}'", text, place)
            kind = found.lastgroup
            self._tokens.append((kind, found[kind], found.start(kind)))
            place = found.end()
        self._next = 0

    def query(self) -> Query:
        self._expect("SELECT")
        items = self._listed(self._item)
        self._expect("FROM")
        entity = self._word()
        where = self._either() if self._takes("WHERE") else None
        groups: list[str] = []
        if self._takes("GROUP"):
            self._expect("BY")
            groups = self._listed(self._word)
        orders: list[Order] = []
        if self._takes("ORDER"):
            self._expect("BY")
            orders = self._listed(self._order)
        limit = self._whole() if self._takes("LIMIT") else None
        offset = self._whole() if self._takes("OFFSET") else 0
        if self._kind != "end":
            self._unexpected()
        if any(item == Item("", "COUNT") for item in items) and len(items) > 1:
            _fail("COUNT() stands alone", self._text, 0)
        return Query(tuple(items), entity, where, tuple(groups), tuple(orders), limit, offset)

    def _listed(self, read: Callable[[], Part]) -> list[Part]:
        found = [read()]
        while self._takes(","):
            found.append(read())
        return found

    def _item(self) -> Item:
        path, function = self._word(), ""
        if self._takes("("):
            function = path.upper()
            if function not in {*AGGREGATES, "FIELDS"}:
                _fail(f"unknown function {path}", self._text, self._tokens[self._next][2])
            path = "" if self._shows(")") else self._word()
            self._expect(")")
        has_alias = bool(function) and self._kind == "word" and self._token.upper() not in CLAUSES
        return Item(path, function, self._word() if has_alias else "")

    def _order(self) -> Order:
        path = self._word()
        is_descending = self._takes("DESC")
        if not is_descending:
            self._takes("ASC")
        nulls_last = is_descending
        if self._takes("NULLS"):
            nulls_last = self._takes("LAST")
            if not nulls_last:
                self._expect("FIRST")
        return Order(path, is_descending, nulls_last)

    def _either(self) -> Condition:
        """Parts joined by one word; both words together need parentheses."""
        parts = [self._part()]
        word = next((each for each in ("AND", "OR") if self._shows(each)), "")
        while word and self._takes(word):
            parts.append(self._part())
        return Joined(word, tuple(parts)) if word else parts[0]

    def _part(self) -> Condition:
        if self._takes("NOT"):
            return Joined("NOT", (self._part(),))
        if self._takes("("):
            found = self._either()
            self._expect(")")
            return found
        path = self._word()
        if self._takes("NOT"):
            self._expect("IN")
            return Compare(path, "NOT IN", self._values())
        if self._takes("IN"):
            return Compare(path, "IN", self._values())
        operator = "LIKE" if self._takes("LIKE") else self._token
        if operator != "LIKE":
            if self._kind != "sign" or operator in "(),":
                self._unexpected()
            self._next += 1
        return Compare(path, {"<>": "!="}.get(operator, operator), (self._literal(),))

    def _values(self) -> tuple[Literal, ...]:
        self._expect("(")
        found = self._listed(self._literal)
        self._expect(")")
        return tuple(found)

    def _literal(self) -> Literal:
        kind, text = self._kind, self._token
        if kind == "word" and text.upper() in ("TRUE", "FALSE", "NULL"):
            self._next += 1
            if text.upper() == "NULL":
                return Literal("null", None)
            return Literal("boolean", text.upper() == "TRUE")
        if kind not in ("string", "datetime", "date", "number"):
            self._unexpected()
        self._next += 1
        if kind == "number":
            return Literal(kind, float(text))
        try:
            read = {"string": _unquoted, "datetime": _utc, "date": _day}[kind]
            return Literal(kind, read(text))
        except ValueError:
            self._next -= 1
            self._unexpected()

    @property
    def _kind(self) -> str:
        return self._tokens[self._next][0]

    @property
    def _token(self) -> str:
        return self._tokens[self._next][1]

    def _shows(self, token: str) -> bool:
        return self._kind in ("word", "sign") and self._token.upper() == token

    def _takes(self, token: str) -> bool:
        if self._shows(token):
            self._next += 1
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._takes(token):
            self._unexpected()

    def _word(self) -> str:
        if self._kind != "word":
            self._unexpected()
        self._next += 1
        return self._tokens[self._next - 1][1]

    def _whole(self) -> int:
        if self._kind != "number" or not self._token.isdigit():
            self._unexpected()
        self._next += 1
        return int(self._tokens[self._next - 1][1])

    def _unexpected(self) -> NoReturn:
        kind, token, place = self._tokens[self._next]
        _fail(f"unexpected token: '{'<EOF>' if kind == 'end' else token}'", self._text, place)


def _fail(message: str, text: str, place: int) -> NoReturn:
    near = text[max(place - 20, 0) : place + 20]
    words = f"\n{near}\n^\nERROR at Row:1:Column:{place + 1}\n{message}"
    raise RefusedError("MALFORMED_QUERY", words)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text[1:-1])


def _utc(text: str) -> str:
    return datetime_text(datetime.fromisoformat(text))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def datetime_text(at: datetime) -> str:
    """An instant the way the vendor writes it: milliseconds, and an offset without a colon."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+0000"
