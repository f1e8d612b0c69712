"""A record as it stands at a time, and how the vendor writes times."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Record:
    """A record: what the API says of it beside its times. `updated` moves with every change."""

    id: int | str
    created: datetime
    updated: datetime
    body: Json
    is_archived: bool = False
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a deal's changelog."""

    at: datetime
    field: str
    old: object
    new: object
    by: int


def rfc(at: datetime | None) -> str | None:
    """A time of version 2, in whole seconds."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def naive(at: datetime | None) -> str | None:
    """A time of version 1: UTC, and nothing says so."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def precise(at: datetime) -> str:
    """A time of leads, in milliseconds."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
