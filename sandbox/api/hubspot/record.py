"""One record of the CRM as it stands at a time, and how the vendor writes its values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sandbox.company.clock import midnight

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a property's history."""

    value: str
    at: datetime
    user_id: int | None = None


@dataclass(slots=True)
class Record:
    """A record: its properties as text, their histories (oldest first) and what it is tied to.

    `links` holds ids by the plural name of their type. `updated` is the last time at which
    anything that is shown of it changed.
    """

    id: str
    created: datetime
    updated: datetime
    properties: dict[str, str | None]
    history: dict[str, list[Change]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    archived_at: datetime | None = None


def iso(at: datetime) -> str:
    """An instant in milliseconds, the way the vendor writes it."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, as filters name an instant."""
    return int(at.timestamp() * 1000 + 0.5)


def text(number: float | None) -> str | None:
    """A number as a property holds it."""
    return None if number is None else f"{number:.2f}".removesuffix(".00")


def day_text(day: date) -> str:
    """A day as a datetime property holds it: its first instant in the account's zone."""
    return iso(midnight(day))


def body(
    record: Record, names: Iterable[str], with_history: Iterable[str], always: Mapping[str, str]
) -> Json:
    """The record as the API answers it, with the properties of these names.

    `always`: properties that come with every answer, whatever was asked for.
    """
    properties = {name: record.properties.get(name) for name in names}
    properties |= always
    shown: Json = {
        "id": record.id,
        "properties": dict(sorted(properties.items())),
        "createdAt": iso(record.created),
        "updatedAt": iso(record.updated),
        "archived": record.archived_at is not None,
    }
    if record.archived_at is not None:
        shown["archivedAt"] = iso(record.archived_at)
    asked = list(with_history)
    if asked:
        shown["properties"] |= {name: record.properties.get(name) for name in asked}
        shown["propertiesWithHistory"] = {
            name: [_entry(change) for change in reversed(record.history.get(name, []))]
            for name in asked
        }
    return shown


def _entry(change: Change) -> Json:
    entry: Json = {
        "value": change.value,
        "timestamp": iso(change.at),
        "sourceType": "CRM_UI" if change.user_id else "INTEGRATION",
    }
    if change.user_id:
        entry |= {"sourceId": f"userId:{change.user_id}", "updatedByUserId": change.user_id}
    return entry
