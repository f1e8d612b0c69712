"""Deletions: Tryton keeps no list of them, so the ids that are there are held against ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np

from connectors.api.pages import Page, Reading
from connectors.api.payloads import Record
from connectors.api.stream import Sync
from connectors.tryton.models import Model
from connectors.tryton.reading import BY_ID
from connectors.tryton.rpc import call

KEYS_PER_RECORD = 10
"""So many ids take the place of one record in an answer."""
_LONG_AGO = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Gone:
    """The records that were landed and are not there any more.

    What the user may not see any more is gone as well, so a read that lost more than half of the
    records is refused as truncated.
    """

    model: Model

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; all ids are read for that, which the vendor forces."""
        sync: Sync = reading.values["sync"]
        if sync.writer.state.get("", {}).get("walk", {}).get("is_whole"):
            # what was there before a whole read and is not in it is missed without this
            return
        held = _held(sync.landing.segments(sync.source.name, self.model.stream))
        if not held.size:
            return
        there = self._there(reading)
        sync.guard(int(there.size), int(held.size))
        gone = np.setdiff1d(held, there)
        # when it was made is not known any more, only that it was there before
        values = (_LONG_AGO, None, None)
        yield Page([Record("{}", str(key), None, values) for key in gone], None)

    def _there(self, reading: Reading) -> Any:
        size: int = reading.values["page_size"] * KEYS_PER_RECORD
        found: list[Any] = []
        last = 0
        while True:
            request = call(
                reading.values["path"],
                f"{self.model.name}.search",
                [["id", ">", last]],
                0,
                size,
                BY_ID,
                is_forced=True,
            )
            ids = reading.client.get(request, _ids)
            found.append(np.array(ids, dtype=np.int64))
            if len(ids) < size:
                return np.concatenate(found)
            last = ids[-1]


def _held(segments: Sequence[Path]) -> Any:
    """The ids of the records whose last landed row is no tombstone, in order."""
    if not segments:
        return np.array([], dtype=np.int64)
    with duckdb.connect() as connection:
        found = connection.execute(
            """select cast(record_id as bigint) as id
            from read_parquet($files, filename = true)
            group by record_id
            having not arg_max(is_deleted, (filename, seq))
            order by id""",
            {"files": [str(path) for path in segments]},
        ).fetchnumpy()
    return found["id"]


def _ids(body: bytes) -> list[int]:
    return msgspec.json.decode(body, type=list[int])
