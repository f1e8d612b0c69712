"""Deletions: the API keeps no list of them, so the keys that are there are held against ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from connectors.api.pages import Page, Reading
from connectors.api.payloads import Opener, Record
from connectors.api.stream import Sync
from connectors.oracle.asked import is_more, listed
from connectors.oracle.reading import ITEMS, MORE, forward

_LONG_AGO = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Gone:
    """The records that were landed and are not there any more, or not to be seen any more.

    A read that lost more than half of them is refused as truncated.
    """

    stream: str

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield them; keys up to the last of ours are read for that, which the vendor forces.

        A walk that reads everything finds by itself what is missing.
        """
        sync: Sync = reading.values["sync"]
        walk = sync.writer.state.get("", {}).get("walk")
        if walk is None or walk["is_whole"]:
            return
        held = _held(sync.landing.segments(sync.source.name, self.stream))
        if not held.size:
            return
        there = _there(reading, int(held[-1]))
        gone = np.setdiff1d(held, there)
        sync.guard(int(held.size - gone.size), int(held.size))
        # when it was made is not known any more, only that it was there before
        values = (_LONG_AGO, None, None)
        yield Page([Record("{}", str(key), None, values) for key in gone], None)


def _there(reading: Reading, last: int) -> Any:
    """The keys that are there, up to `last`."""
    values = reading.values
    key, position, most = values["key"], 0, 0
    opener = Opener(ITEMS, key, None, envelope=MORE)
    found: list[int] = []
    while position < last:
        beyond = [f"{key}>{position}"] if position else []
        request = listed(values, beyond, key, fields=key, is_forced=True)
        answer = reading.client.get(request, opener)
        keys = [int(record.key) for record in answer.records]
        found += keys
        if not is_more(answer.envelope[0], len(keys), values["size"], most):
            break
        forward(reading, str(position), keys[-1])
        position, most = keys[-1], max(most, len(keys))
    return np.array(found, dtype=np.int64)


def _held(segments: Sequence[Path]) -> Any:
    """The keys of the records whose last landed row is no tombstone, in order."""
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
