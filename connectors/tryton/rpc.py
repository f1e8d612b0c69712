"""How Tryton is asked: one POST per call of a model's method.

A call without an `id` is answered by its bare result, and by HTTP's own status where it is refused.
Instants are naive UTC, written as objects that name their class.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.api.http import Request
from connectors.api.payloads import Answer, Opener, Record
from connectors.api.stream import Sync
from connectors.config.systems.tryton import TrytonSource

Context = Mapping[str, Any]
TIMES = ("write_date", "create_date")
"""When a record changed, null until it does, and when it was made."""
PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")


def call(
    path: str, method: str, *params: Any, context: Context | None = None, is_forced: bool = False
) -> Request:
    """A call of `model.<model>.<method>`; `path` is that of the database.

    Records that were put out of use are asked for too: what was sold then is sold.
    """
    last = {"active_test": False, **(context or {})}
    body = {"method": f"model.{method}", "params": [*params, last]}
    return Request(path, method="POST", json=body, is_forced=is_forced)


def settings_of(settings: object) -> TrytonSource:
    """The settings of a source, which must be Tryton's."""
    if not isinstance(settings, TrytonSource):
        raise TypeError("no source of a Tryton server")
    return settings


def path_of(sync: Sync) -> str:
    """Where the requests of a sync go."""
    return settings_of(sync.source.settings).rpc_path


def encoded(at: datetime) -> dict[str, Any]:
    """An instant as a call takes it."""
    at = at.astimezone(UTC)
    return {"__class__": "datetime", **{part: getattr(at, part) for part in PARTS}}


def instant(value: Any) -> datetime | None:
    """An instant from an answer; None for what is none."""
    if not isinstance(value, Mapping) or value.get("__class__") != "datetime":
        return None
    parts: list[Any] = [value.get(part) for part in PARTS]
    try:
        year, month, day, hour, minute, second, microsecond = (int(part) for part in parts)
        return datetime(year, month, day, hour, minute, second, microsecond, UTC)
    except (TypeError, ValueError):
        return None


class Records:
    """Opens an answer that is a list of records, each with the times that `TIMES` names."""

    def __init__(self) -> None:
        self._open = Opener("", key="id", modified=None, values=TIMES)

    def __call__(self, body: bytes) -> Answer:
        """The opened answer; values are (created, deleted, absorbed ids) as `Records` reads them.

        Raises msgspec.DecodeError if it is no JSON.
        """
        answer = self._open(body)
        return Answer([_timed(record) for record in answer.records], ())


def _timed(record: Record) -> Record:
    written, created = (instant(value) for value in record.values)
    return msgspec.structs.replace(
        record,
        modified_at=written or created,
        values=(created.isoformat() if created else None, None, None),
    )


OPENER = Records()
