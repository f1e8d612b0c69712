"""Oracle Sales: pages of records, children of many opportunities at once, keys for deletions."""

from math import ceil

from bench.apis.night import Night
from connectors.config.systems.oracle import OracleSource
from connectors.oracle.counting import COUNTED
from connectors.oracle.details import BATCH
from connectors.oracle.kinds import KINDS, OPPORTUNITY

PAGE = int(OracleSource.model_fields["page_size"].default)
"""Records that are asked for at once."""
STREAMS = frozenset(kind.stream for kind in KINDS)
UNITS = 1
"""Business units of the sandbox."""


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    if stream in STREAMS:
        # a page of what changed, however little; at first all pages
        return max(ceil(night.live(stream) / PAGE), 1)
    if stream == "opportunity_child":
        return ceil(night.live(OPPORTUNITY.stream) / BATCH)
    return 0


def forced(stream: str, night: Night) -> int:
    """All keys, for nothing tells of deletions; lists, of which the API knows no changes."""
    if stream in STREAMS:
        held = night.held(stream, "payload <> '{}'")
        return 0 if night.is_first else ceil(held / PAGE)
    if stream == "sales_method":
        return 1 + UNITS
    return {"opportunity_child": 0, "tally": len(COUNTED)}.get(stream, 1)
