"""Counting what is held against what the vendor itself counts, and finding where they differ.

One row per stream that is counted lands each night, as JSON:

    stream, counted_at
    vendor_count, held_count    records; held is what has landed and is not deleted
    vendor_sums                 [{currency, amount}]: amounts as the vendor adds them up, if it does
    is_different                whether the two counts differ
    differs_from, differs_until the creation times between which the difference lies: the
                                narrowest span found; null where there is none, or it is not known

A vendor is asked for more than one number only where the first is not what is held.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import duckdb
import msgspec

from connectors.api.payloads import instant
from connectors.api.stream import Sync, instant_of, instant_text
from connectors.landed import count_held
from connectors.landing import Row

NARROWEST = timedelta(hours=1)
"""A span of creation times that is not halved any more."""
MOST_CALLS = 40
"""Calls that the search for one difference may take."""


@dataclass(frozen=True)
class Counted:
    """What the vendor counts: records, and amounts by currency where it adds them up."""

    count: int
    sums: Mapping[str, float] = field(default_factory=dict)


Span = tuple[datetime | None, datetime | None]
"""Creation times, from (included) and until (not included); None is open."""
Count = Callable[[Sync, Span], Counted | None]
"""Asks the vendor; None where it does not say. Raises StreamFailed."""


@dataclass(frozen=True)
class Tally:
    """How the vendor counts one stream; `created` is where a payload says when it was created.

    Without `created` the vendor cannot count by it: the span is then always open.
    """

    stream: str
    count: Count
    created: str | None = None


@dataclass(frozen=True)
class Reconciliation:
    """The stream that counts others, once they have been read."""

    tallies: tuple[Tally, ...]
    name: str = "tally"
    scope: str = ""
    is_optional: bool = True

    @property
    def parents(self) -> tuple[str, ...]:
        """The streams that are counted."""
        return tuple(tally.stream for tally in self.tallies)

    def sync(self, sync: Sync) -> None:
        """Land what the vendor counts beside what is held."""
        for tally in self.tallies:
            state = sync.landing.state(sync.source.name, tally.stream).get("", {})
            # what was not read to its end holds less for that reason
            if state.get("watermark") is None or "walk" in state:
                continue
            _land(sync, tally, state)
        sync.writer.commit({})


def _land(sync: Sync, tally: Tally, state: Mapping[str, Any]) -> None:
    segments = sync.landing.segments(sync.source.name, tally.stream)
    vendor = tally.count(sync, (None, None))
    if vendor is None:
        # what was counted another night says nothing of this one
        sync.add_tombstone(tally.stream)
        return
    held = state.get("rows")
    if held is None:
        held = count_held(segments)
    span: Span | None = None
    if held != vendor.count:
        # what was created since the stream was read is the next night's
        until = instant_of(state, "watermark")
        if tally.created is None or until is None:
            span = (None, None)
        else:
            created = _created([str(path) for path in segments], tally.created)
            vendor, held, span = _narrowed(sync, tally, created, until, vendor)
    found = {
        "stream": tally.stream,
        "counted_at": instant_text(sync.vendor_now),
        "vendor_count": vendor.count,
        "held_count": held,
        "vendor_sums": [
            {"currency": currency, "amount": amount} for currency, amount in vendor.sums.items()
        ],
        "is_different": held != vendor.count,
        "differs_from": instant_text(span[0]) if span else None,
        "differs_until": instant_text(span[1]) if span else None,
    }
    sync.writer.add(Row(tally.stream, msgspec.json.encode(found).decode()))
    sync.told(1)


def _narrowed(
    sync: Sync, tally: Tally, created: Sequence[datetime], until: datetime, whole: Counted
) -> tuple[Counted, int, Span | None]:
    """Both counts up to `until` and the span of their first difference, None if there is none."""

    def differs(low: datetime | None, high: datetime) -> bool:
        counted = tally.count(sync, (low, high))
        here = sum((low is None or low <= at) and at < high for at in created)
        return counted is None or counted.count != here

    vendor = tally.count(sync, (None, until)) or whole
    held = sum(at < until for at in created)
    if vendor.count == held:
        return Counted(vendor.count, whole.sums), held, None
    low = min(created, default=until - timedelta(days=3650)) - timedelta(days=1)
    if differs(None, low):
        return vendor, held, (None, low)
    high = until
    for _ in range(MOST_CALLS):
        if high - low <= NARROWEST:
            break
        middle = low + (high - low) / 2
        low, high = (low, middle) if differs(low, middle) else (middle, high)
    return vendor, held, (low, high)


def _created(files: Sequence[str], path: str) -> list[datetime]:
    """When the records that are held were created, as far as they say so."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            """select json_extract_string(arg_max(payload, (filename, seq)), $path)
            from read_parquet($files, filename = true)
            group by record_id
            having not arg_max(is_deleted, (filename, seq))""",
            {"files": list(files), "path": f"$.{path}"},
        ).fetchall()
    return [at for (text,) in rows if (at := instant(text)) is not None]
