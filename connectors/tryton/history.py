"""The stage history that Tryton keeps itself: every revision of an opportunity.

`history_revisions` tells when records were written to; what they were then is read as of that
instant. One call tells the revisions of many records, and what was written to at one instant is
read in one call; beyond that there is a call per revision, for no method gives several at once.
The log of clicks (`ir.model.log`) would be cheaper, but it does not tell of every transition.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from connectors.api.children import Children, Parent, Work
from connectors.api.stream import Sync, row_of
from connectors.landing import Row
from connectors.tryton.models import HISTORY_FIELDS, OPPORTUNITY
from connectors.tryton.reading import BY_ID
from connectors.tryton.rpc import OPENER, call, encoded, instant, path_of

NAME = "history"
BATCH = 200
"""Opportunities whose revisions one call asks for."""


def history() -> Children:
    """The stream `history`: one row per revision, `<opportunity>@<instant>`."""
    work = Work(OPPORTUNITY.stream, OPPORTUNITY.stream, read)
    return Children(NAME, (work,), batch=BATCH, scope=OPPORTUNITY.scope)


def read(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
    """The revisions of some opportunities that have not landed yet, oldest first.

    One that was deleted meanwhile has a last revision without content, which is left out.
    """
    ids = [int(parent.record_id) for parent in parents]
    path = path_of(sync)
    asked = call(path, f"{OPPORTUNITY.name}.history_revisions", ids)
    landed = _landed(sync, ids)
    new: dict[datetime, list[int]] = defaultdict(list)
    for at, id_ in sync.client.get(asked, _revisions):
        if _key(id_, at) not in landed:
            new[at].append(id_)
    rows = []
    for at in sorted(new):
        request = call(
            path,
            f"{OPPORTUNITY.name}.search_read",
            [["id", "in", new[at]]],
            0,
            None,
            BY_ID,
            list(HISTORY_FIELDS),
            context={"_datetime": encoded(at)},
        )
        for record in sync.client.get(request, OPENER).records:
            row = row_of(record, parent=record.key)
            rows.append(row._replace(record_id=_key(record.key, at), modified_at=at))
    return rows


def _key(id_: int | str, at: datetime) -> str:
    return f"{id_}@{at:%Y-%m-%dT%H:%M:%S.%fZ}"


def _landed(sync: Sync, ids: Sequence[int]) -> set[str]:
    """The revisions of some opportunities that have landed: they never change."""
    segments = sync.landing.segments(sync.source.name, NAME)
    if not segments:
        return set()
    with duckdb.connect() as connection:
        rows = connection.execute(
            """select record_id
            from read_parquet($files)
            where parent_id in (select unnest($ids))""",
            {"files": [str(path) for path in segments], "ids": [str(id_) for id_ in ids]},
        ).fetchall()
    return {record_id for (record_id,) in rows}


def _revisions(body: bytes) -> list[tuple[datetime, int]]:
    """Instant and id of each revision: the answer's rows are [instant, id, name of the user]."""
    rows: list[tuple[Any, int, Any]] = msgspec.json.decode(body, type=list[tuple[Any, int, Any]])
    found = []
    for value, id_, _ in rows:
        at = instant(value)
        if at is None:
            raise msgspec.DecodeError("a revision without its instant")
        found.append((at, id_))
    return found
