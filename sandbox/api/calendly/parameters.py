"""Reading query parameters, with their defaults and bounds."""

from datetime import UTC, datetime

from sandbox.api.calendly.errors import Refused, wrong
from sandbox.api.vendor import Request

DEFAULT_COUNT, MOST = 20, 100


def count(request: Request) -> int:
    """How many rows a page holds: 20 unless told, 1 to 100."""
    text = request.first("count") or str(DEFAULT_COUNT)
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise Refused(wrong("count", f"must be between 1 and {MOST}"))
    return int(text)


def is_descending(request: Request, field: str) -> bool:
    """The direction of `sort`, which knows one field; ascending unless told."""
    name, _, direction = (request.first("sort") or field).partition(":")
    if name != field or direction not in ("", "asc", "desc"):
        raise Refused(wrong("sort", "is not supported"))
    return direction == "desc"


def status(request: Request) -> str:
    """`active`, `canceled`, or "" for both."""
    found = request.first("status")
    if found not in ("", "active", "canceled"):
        raise Refused(wrong("status", "is not included in the list"))
    return found


def instant(request: Request, name: str) -> datetime | None:
    """A time in UTC; None if not given."""
    text = request.first(name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(wrong(name, "is not a valid time")) from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def flag(request: Request, name: str) -> bool | None:
    """`true` or `false`; None if not given."""
    text = request.first(name)
    if text not in ("", "true", "false"):
        raise Refused(wrong(name, "is not a boolean"))
    return text == "true" if text else None


def required(request: Request, name: str) -> str:
    """A parameter that must be there."""
    found = request.first(name)
    if not found:
        raise Refused(wrong(name, "is missing"))
    return found
