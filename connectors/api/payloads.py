"""Cutting an answer into its records, each exactly as it was received.

Strict JSON is cut without being parsed (`msgspec.Raw`). An answer that strict JSON rejects - half
a surrogate pair, NaN, bytes that are no UTF-8 - is repaired first; each record that was touched
keeps its original bytes and says what was wrong with it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec

_HALF_PAIR = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_NULL = msgspec.Raw(b"null")
_ESCAPED_BACKSLASH = re.compile(rb"\\\\")
_STRING_OR_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b')


# made for every record: a struct takes an eighth of the time of a dataclass, and the garbage
# collector, which has nothing to find here, does not follow it
class Record(msgspec.Struct, frozen=True, gc=False):
    """One record: `payload` is valid JSON; `original` is filled only if it had to be repaired."""

    payload: str
    key: str
    modified_at: datetime | None
    values: tuple[Any, ...] = ()
    original: bytes | None = None
    error: str | None = None


@dataclass(frozen=True)
class Answer:
    """The records of one answer, and what its envelope says."""

    records: list[Record]
    envelope: tuple[Any, ...]


class Opener:
    """Opens answers of one shape.

    `records` is the dotted path of the list (or of the one record), "" for the whole answer.
    `key` and `modified` are paths inside a record, `values` further ones that the caller wants,
    `envelope` paths in the answer beside the records. What is missing is None.
    """

    def __init__(
        self,
        records: str,
        key: str = "id",
        modified: str | None = "updatedAt",
        values: Sequence[str] = (),
        envelope: Sequence[str] = (),
    ) -> None:
        shape, getters = _shape([*envelope, records] if records else envelope)
        self._answer = msgspec.json.Decoder(shape)
        self._envelope = getters[: len(envelope)] if records else []
        self._found = getters[-1] if records else None
        self._list = msgspec.json.Decoder(list[msgspec.Raw])
        shape, getters = _shape([key, modified or key, *values], any_value=True)
        self._head = msgspec.json.Decoder(shape)
        self._name, self._has_modified = key, modified is not None
        self._key, self._modified, *self._values = getters

    def __call__(self, body: bytes) -> Answer:
        """The opened answer; of an answer without a body an empty one.

        Raises msgspec.DecodeError if it is no JSON, even when repaired.
        """
        if not body:
            return Answer([], (None,) * len(self._envelope))
        try:
            answer, raws = self._cut(body)
            records = [self._record(raw, None, None) for raw in raws]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            repaired, touched = repair(body)
            if not touched:
                raise msgspec.DecodeError(str(error)) from None
            answer, raws = self._cut(repaired)
            records = self._repaired(body, repaired, raws, touched)
        return Answer(records, tuple(_decoded(get(answer)) for get in self._envelope))

    def _cut(self, body: bytes) -> tuple[Any, list[msgspec.Raw]]:
        if self._found is None:
            return None, self._as_list(msgspec.Raw(body))
        answer = self._answer.decode(body)
        found = self._found(answer)
        return answer, [] if found is None else self._as_list(found)

    def _as_list(self, raw: msgspec.Raw) -> list[msgspec.Raw]:
        view = bytes(raw).lstrip()
        if view[:1] != b"[":
            return [] if view == b"null" else [raw]
        return self._list.decode(raw)

    def _record(self, raw: msgspec.Raw, original: bytes | None, error: str | None) -> Record:
        head = self._head.decode(raw)
        key = self._key(head)
        if key is None:
            raise msgspec.DecodeError(f"a record without {self._name}")
        modified = instant(self._modified(head)) if self._has_modified else None
        values = tuple([get(head) for get in self._values])
        return Record(str(raw, "utf-8"), str(key), modified, values, original, error)

    def _repaired(
        self, body: bytes, repaired: bytes, raws: list[msgspec.Raw], touched: list["Touched"]
    ) -> list[Record]:
        records, position = [], 0
        for raw in raws:
            text = bytes(raw)
            start = repaired.index(text, position)
            position = start + len(text)
            inside = [spot for spot in touched if start <= spot.at < position]
            if not inside:
                records.append(self._record(raw, None, None))
                continue
            first = start - sum(spot.grown for spot in touched if spot.at < start)
            last = position - sum(spot.grown for spot in touched if spot.at < position)
            words = ", ".join(dict.fromkeys(spot.what for spot in inside))
            records.append(self._record(raw, body[first:last], words))
        return records


@dataclass(frozen=True)
class Touched:
    """A repaired place: where it is in the repaired text and how many bytes it grew by."""

    at: int
    grown: int
    what: str


def repair(body: bytes) -> tuple[bytes, list[Touched]]:
    """The answer with what strict JSON rejects replaced, and the places where that was done."""
    parts: list[bytes] = []
    touched: list[Touched] = []
    done, length = 0, 0
    for start, end, replacement, what in sorted(_flaws(body)):
        if start < done:
            continue
        parts += [body[done:start], replacement]
        length += start - done
        touched.append(Touched(length, len(replacement) - (end - start), what))
        length += len(replacement)
        done = end
    parts.append(body[done:])
    return b"".join(parts), touched


def _flaws(body: bytes) -> list[tuple[int, int, bytes, str]]:
    found: list[tuple[int, int, bytes, str]] = []
    # an escaped backslash before a u is text, not an escape
    plain = _ESCAPED_BACKSLASH.sub(b"..", body)
    for match in _HALF_PAIR.finditer(plain):
        found.append((*match.span(), rb"\ufffd", "half of a surrogate pair"))
    for match in _STRING_OR_NUMBER.finditer(body):
        if not match.group().startswith(b'"'):
            found.append((*match.span(), b"null", "a number that JSON has not"))
    start = 0
    while True:
        try:
            body[start:].decode()
            return found
        except UnicodeDecodeError as error:
            first, last = start + error.start, start + error.end
            found.append((first, last, "\ufffd".encode(), "bytes that are no UTF-8"))
            start = last


def instant(text: Any) -> datetime | None:
    """An instant from ISO 8601 text or epoch milliseconds; None for what is neither."""
    try:
        if isinstance(text, int | float):
            return datetime.fromtimestamp(text / 1000, UTC)
        at = datetime.fromisoformat(str(text))
        # in one zone, because state compares instants as texts
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


Getter = Callable[[Any], Any]


def _shape(paths: Sequence[str], *, any_value: bool = False) -> tuple[Any, list[Getter]]:
    """A type that keeps only these dotted paths, each as raw JSON or as any value; their getters.

    The getters are made once, for they are called for every record.
    """
    tree: dict[str, Any] = {}
    for path in paths:
        place = tree
        for step in path.split("."):
            place = place.setdefault(step, {})
    return _struct(tree, any_value), [_getter(tree, path) for path in paths]


def _struct(tree: dict[str, Any], any_value: bool) -> Any:
    fields: list[tuple[str, Any, Any]] = []
    names: dict[str, str] = {}
    for number, (name, inside) in enumerate(tree.items()):
        # JSON names need not be names of Python
        attribute = f"f{number}"
        names[attribute] = name
        if inside:
            fields.append((attribute, _struct(inside, any_value) | None, None))
        elif any_value:
            fields.append((attribute, Any, None))
        else:
            fields.append((attribute, msgspec.Raw, _NULL))
    return msgspec.defstruct("Shape", fields, rename=names, gc=False)


def _getter(tree: dict[str, Any], path: str) -> Getter:
    """Reads a path of a shape; None where a part of it is missing."""
    attributes: list[str] = []
    for step in path.split("."):
        attributes.append(f"f{list(tree).index(step)}")
        tree = tree[step]
    if len(attributes) == 1:
        return attrgetter(attributes[0])

    def get(shape: Any) -> Any:
        for attribute in attributes:
            if shape is None:
                return None
            shape = getattr(shape, attribute)
        return shape

    return get


def _decoded(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else value
