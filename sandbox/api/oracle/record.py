"""How rows are written: times and days as the vendor answers them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.company.clock import local_day

Row = dict[str, Any]
OPENED = datetime(2023, 1, 2, 8, tzinfo=UTC)
"""When the pod was set up."""


def instant(at: datetime) -> str:
    """An instant in milliseconds, with its offset."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+00:00"


def day(at: datetime) -> str:
    """The calendar day in the company's zone."""
    return local_day(at).isoformat()


def audit(created: datetime, updated: Iterable[datetime] = ()) -> Row:
    """When a row was made and changed last."""
    return {
        "CreationDate": instant(created),
        "LastUpdateDate": instant(max((created, *updated))),
        "CreatedBy": "integration",
        "LastUpdatedBy": "integration",
    }
