"""Queries, as Salesforce's own language spells them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from connectors.api.http import Request

DATA = "services/data/v62.0"
LONGEST_QUERY = 12_000
"""Bytes of an encoded query: address and headers together may have 16,384."""


def select(sobject: str, names: Sequence[str], where: Sequence[str] = (), order: str = "") -> str:
    """A query for some fields of the rows that meet all conditions."""
    text = f"SELECT {', '.join(names)} FROM {sobject}"
    if where:
        text += f" WHERE {' AND '.join(where)}"
    return f"{text} ORDER BY {order}" if order else text


def at(instant: datetime) -> str:
    """An instant as a literal: milliseconds, which is what Salesforce knows, rounded down."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def asks(text: str, *, is_forced: bool = False) -> Request:
    """The request for the first page of a query over all rows, those in the recycle bin too."""
    return Request(f"{DATA}/queryAll", urlencode({"q": text}), is_forced=is_forced)


def is_long(text: str) -> bool:
    """Whether a query does not fit into an address."""
    return len(urlencode({"q": text})) > LONGEST_QUERY
