"""What landed of APIs, held against the state that landed with it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import api_nights
import pyarrow.parquet as pq

from connectors.landing import STATE_KEY

Row = dict[str, Any]
COLUMNS = ["record_id", "parent_id", "context", "payload", "modified_at", "is_deleted", "seq"]


def segments_of(home: Path) -> dict[tuple[str, str], list[tuple[list[Row], dict[str, Any]]]]:
    """Per stream the rows and the state of each segment; all readable, numbered without gaps."""
    landing = api_nights.landing_of(home)
    found = {}
    for pair in landing.streams():
        paths = landing.segments(*pair)
        assert [int(path.stem) for path in paths] == list(range(1, len(paths) + 1)), pair
        read = []
        for path in paths:
            with pq.ParquetFile(path) as file:
                rows = file.read(COLUMNS).to_pylist()
                state = json.loads(file.metadata.metadata[STATE_KEY.encode()])
            assert [row["seq"] for row in rows] == list(range(len(rows))), path
            read.append((rows, state))
        found[pair] = read
    return found


def check(home: Path, *, is_over: bool, has_event: Callable[[str], bool]) -> None:
    """No state claims what has not landed; `is_over`: the last sync of every stream succeeded.

    `has_event` tells whether the vendor still has a meeting, by its URI.
    """
    streams = segments_of(home)
    for (source, stream), segments in streams.items():
        rows = [row for read, _ in segments for row in read]
        state = segments[-1][1]
        if source == "calendly" and stream == "invitee":
            _check_invitees(rows, streams[source, "event"], state, has_event)
        if "" not in state:
            if is_over:
                _check_worked_off(streams, source, state)
            continue
        told = state[""]
        for key, (digest, _) in told.get("seen", {}).items():
            live = [row for row in rows if row["record_id"] == key and not row["is_deleted"]]
            assert live, f"{stream}: {key} is held as seen and never landed"
            assert _digest(live[-1]["payload"]) == digest, f"{stream}: {key}"
        landed = {(row["record_id"], _text(row["modified_at"])) for row in rows}
        for known in (told.get("recent", {}), told.get("walk", {}).get("recent", {})):
            for key, (modified, _) in known.items():
                assert (key, modified) in landed, f"{stream}: {key} of {modified} never landed"
        if is_over:
            assert "walk" not in told, (source, stream)
            if told.get("rows") is not None:
                newest = {row["record_id"]: row for row in rows}
                held = sum(not row["is_deleted"] for row in newest.values())
                # a survivor says each time what it ever absorbed, so nobody counts those
                merged = sum("merged_into" in (row["context"] or "") for row in newest.values())
                assert held <= told["rows"] <= held + merged, (stream, told["rows"], held)


def _check_invitees(
    rows: list[Row],
    events: list[tuple[list[Row], dict[str, Any]]],
    state: dict[str, Any],
    has_event: Callable[[str], bool],
) -> None:
    """Every meeting that is worked off has an invitee, unless it is gone."""
    with_invitee = {row["parent_id"] for row in rows}
    for row in _reached(events, state.get("event", {}), is_beyond=False):
        event = row["record_id"]
        if not row["is_deleted"] and event not in with_invitee:
            assert not has_event(event), f"{event} is worked off without its invitee"


def _check_worked_off(
    streams: dict[tuple[str, str], list[tuple[list[Row], dict[str, Any]]]],
    source: str,
    state: dict[str, Any],
) -> None:
    for work, reached in state.items():
        parents = streams[source, work.partition(":")[0]]
        left = _reached(parents, reached, is_beyond=True)
        assert not left, f"{work}: {len(left)} parents not worked off"


def _reached(
    segments: list[tuple[list[Row], dict[str, Any]]], reached: dict[str, Any], *, is_beyond: bool
) -> list[Row]:
    """The rows of a parent up to the place that a child has reached, or those beyond it."""
    place = (reached.get("segment", 0), reached.get("offset", 0))
    return [
        row
        for number, (rows, _) in enumerate(segments, 1)
        for at, row in enumerate(rows, 1)
        if ((number, at) > place) == is_beyond
    ]


def _digest(payload: str) -> str:
    return hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()


def _text(at: Any) -> str | None:
    return at.isoformat() if at else None
