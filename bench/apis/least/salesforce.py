"""Salesforce: pages of 2,000 rows of a query, jobs for more; what was deleted is told apart."""

from math import ceil

from bench.apis.night import Night
from connectors.salesforce.kinds import BY_STREAM
from connectors.salesforce.lists import LISTS

PAGE = 2_000
LISTED = {stream.name for stream in LISTS}
MOST = 10_000
"""More rows than this are a job: to begin it, to see that it is done, and to read its parts."""
JOB = 2


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    result = night.results[stream]
    if result.unavailable:
        return 0
    if stream in LISTED:
        return max(ceil(night.held(stream, "true") / PAGE), 1)
    if stream not in BY_STREAM:
        return 0
    # what is deleted is among the changes; a first read asks for it apart, once
    in_bin = night.is_first and BY_STREAM[stream].has_bin
    rows = night.live(stream) if in_bin else result.rows
    pages = max(ceil(rows / PAGE), 1)
    if rows > MOST and BY_STREAM[stream].is_bulk:
        # the first page tells how many there are
        pages = 1 + JOB + ceil(rows / 20_000)
    return pages + (max(ceil(result.deleted / PAGE), 1) if in_bin else 0)


def forced(stream: str, night: Night) -> int:
    """The descriptions of all objects and the list of them; deletions; our own two counts."""
    if stream in BY_STREAM:
        is_told = BY_STREAM[stream].has_bin and not night.is_first
        return int(is_told and not night.results[stream].unavailable)
    if stream == "describe":
        return 1 + night.held(stream, "not is_deleted")
    return {"tally": 2}.get(stream, 0)
