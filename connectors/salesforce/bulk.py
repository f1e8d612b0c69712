"""Bulk API 2.0: a query runs as a job, and its result is read as CSV in parts."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from connectors.api.csv_rows import CsvOpener
from connectors.api.http import Request
from connectors.api.pages import Page, Reading
from connectors.api.payloads import Answer
from connectors.errors import CursorRejected, NotFound, StreamFailed
from connectors.salesforce.kinds import Kind
from connectors.salesforce.soql import DATA

JOBS = f"{DATA}/jobs/query"
PART = 20_000
"""Rows of a part: it is held in memory while it lands."""
LONGEST_LOOK = 30.0
"""Seconds between two looks at a job, at the most; each look is a call."""
PATIENCE = 7_200.0
"""So many seconds a job may take within one night; the next one goes on with it."""
_RUNNING = frozenset({"UploadComplete", "InProgress"})
_END = "null"
"""The locator after the last part: this word."""


class _Job(msgspec.Struct):
    id: str
    state: str
    total: int | None = msgspec.field(name="numberRecordsProcessed", default=None)
    error: str | None = msgspec.field(name="errorMessage", default=None)


_JOB = msgspec.json.Decoder(_Job).decode


def pages(
    kind: Kind, reading: Reading, text: str, values: Sequence[str], position: Mapping[str, Any]
) -> Iterator[Page]:
    """Yield the parts of the result; a position is the job and the locator to go on from.

    Raises CursorRejected where a job of another night is gone, StreamFailed where it failed.
    """
    if "job" not in position:
        body = {"operation": "queryAll", "query": text}
        job = reading.client.get(Request(JOBS, method="POST", json=body), _JOB)
        position = {"job": job.id, "locator": None}
        yield Page((), position)
        # it took the organization's time: an interrupted read goes on with this job
        writer = reading.values["sync"].writer
        writer.commit(writer.state)
    try:
        total = _finished(reading, position["job"])
        yield from _parts(kind, reading, values, position, total)
    except NotFound:
        raise CursorRejected(
            f"{reading.client.name}: the job of {kind.sobject} is gone; it is read anew"
        ) from None


def _finished(reading: Reading, job_id: str) -> int | None:
    """How many rows the job found, once it is done."""
    begun, pause = time.monotonic(), 1.0
    while True:
        job = reading.client.get(Request(f"{JOBS}/{job_id}"), _JOB)
        if job.state == "JobComplete":
            return job.total
        if job.state not in _RUNNING:
            why = reading.client.redact(job.error or job.state)
            raise StreamFailed(f"{reading.client.name}: the bulk query failed ({why}); run again")
        if time.monotonic() - begun > PATIENCE:
            raise StreamFailed(f"{reading.client.name}: the bulk query still runs; run again later")
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_LOOK)


def _parts(
    kind: Kind,
    reading: Reading,
    values: Sequence[str],
    position: Mapping[str, Any],
    total: int | None,
) -> Iterator[Page]:
    opener = CsvOpener("Id", kind.modified, values)
    locator, seen = position["locator"], set[str]()
    while True:
        params = {"maxRecords": PART} | ({"locator": locator} if locator else {})
        request = Request(
            f"{JOBS}/{position['job']}/results",
            urlencode(params),
            has_cursor=locator is not None,
            headers={"Accept": "text/csv"},
        )
        answer, headers = reading.client.ask(request, opener)
        _refuse_cut(reading, answer, headers)
        locator = headers.get("sforce-locator", _END)
        if locator == _END:
            yield Page(answer.records, None, total)
            return
        yield Page(answer.records, {"job": position["job"], "locator": locator}, total)
        if locator in seen:
            raise StreamFailed(
                f"{reading.client.name}: the bulk query gave the same next page twice; "
                "it would never end, run again later"
            )
        seen.add(locator)


def _refuse_cut(reading: Reading, answer: Answer, headers: Mapping[str, str]) -> None:
    """Refuse a part that has other than the rows that it says."""
    told = headers.get("sforce-numberofrecords")
    if told is not None and told.isdigit() and int(told) != len(answer.records):
        raise StreamFailed(
            f"{reading.client.name}: a part of the bulk query has {len(answer.records)} of {told} "
            "rows; run again later"
        )
