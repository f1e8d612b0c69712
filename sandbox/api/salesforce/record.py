"""How rows are written: times, days and numbers as the vendor answers them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company.clock import local_day
from sandbox.company.market import REPORTING_CURRENCY

Row = dict[str, Any]
OPENED = datetime(2023, 1, 2, 8, tzinfo=UTC)
"""When the organization was set up."""
CURRENCY = {"CurrencyIsoCode": REPORTING_CURRENCY}


def audit(created: datetime, updated: Iterable[datetime] = (), by: str = ids.ADMIN) -> Row:
    """The fields that say when a record was made and changed last; by whom is not kept apart."""
    last = datetime_text(max((created, *updated)))
    return {
        "CreatedDate": datetime_text(created),
        "CreatedById": by,
        "LastModifiedDate": last,
        "LastModifiedById": by,
        "SystemModstamp": last,
    }


def owner(rep_id: str | None) -> str:
    """The user that stands for a rep; of nobody's records the platform's own."""
    return ids.rep(rep_id) if rep_id else ids.SYSTEM_USER


def user_name(rep_name: str) -> tuple[str, str]:
    """First and last name."""
    first, _, last = rep_name.partition(" ")
    return (first, last) if last else ("", first)


def day(at: datetime) -> str:
    """The calendar day in the company's zone."""
    return local_day(at).isoformat()
