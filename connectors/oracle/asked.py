"""What requests of a source hold: paths, conditions and sizes, as its settings say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from connectors.api.http import Request
from connectors.api.stream import Sync
from connectors.config.systems.oracle import OracleSource

HEADERS: Mapping[str, str] = {"REST-Framework-Version": "2"}
"""From this version on conditions may be compared freely and lists of values are known."""


def settings_of(settings: object) -> OracleSource:
    """The settings of a source, which must be Oracle's."""
    if not isinstance(settings, OracleSource):
        raise TypeError("no source of an Oracle Sales pod")
    return settings


def root_of(settings: OracleSource) -> str:
    """Where the resources are, below `base_url`."""
    return f"crmRestApi/resources/{settings.version}"


def asked(sync: Sync, stream: str) -> Mapping[str, Any]:
    """What the requests of a stream hold; `sync` itself is what deletions are found with.

    What decides which records are seen is the basis: where it changes, all is read anew.
    """
    settings = settings_of(sync.source.settings)
    resource, condition = settings.resource(stream), settings.filter_of(stream)
    path = f"{root_of(settings)}/{resource.path}"
    return {
        "path": path,
        "key": resource.key,
        "modified": resource.modified,
        "created": resource.created,
        "filter": condition,
        "size": settings.page_size,
        "names": [f"{path}?{condition}"],
        "sync": sync,
    }


def listed(
    values: Mapping[str, Any],
    conditions: list[str],
    order: str,
    *,
    fields: str = "",
    expand: str = "",
    has_total: bool = False,
    has_cursor: bool = False,
    is_forced: bool = False,
) -> Request:
    """A page of a listing; it always begins at its first record."""
    found = [condition for condition in (values["filter"], *conditions) if condition]
    query = {
        "q": ";".join(found),
        "orderBy": order,
        "limit": str(values["size"]),
        "fields": fields,
        "expand": expand,
        "onlyData": "true",
        "totalResults": "true" if has_total else "",
    }
    return Request(
        values["path"],
        urlencode({name: value for name, value in query.items() if value}),
        has_cursor=has_cursor,
        is_forced=is_forced,
        headers=HEADERS,
    )


def literal(at: datetime) -> str:
    """An instant as conditions take it, in milliseconds."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def is_more(told: Any, count: int, size: int, most: int = 0) -> bool:
    """Whether there may be more records behind a page of `count`, of `size` that were asked for.

    A pod may give fewer than were asked for without saying so, so a page as long as the longest of
    the ones before (`most`) is full whatever the answer says, and one that says nothing may be.
    """
    if count == 0:
        return False
    return told is not False or count >= size or (most > 0 and count >= most)
