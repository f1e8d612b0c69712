"""HubSpot: pages of objects, searches for changes and batches with history; lists read whole."""

from math import ceil

from bench.apis.night import Night
from connectors.hubspot.associations import BATCH, TARGETS
from connectors.hubspot.kinds import BY_STREAM
from connectors.hubspot.reading import SEARCH_SIZE


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    live = night.live(stream)
    if stream in BY_STREAM:
        kind = BY_STREAM[stream]
        if night.is_first:
            # full pages, and one call for how many there are once there is more than one page
            pages = max(ceil(live / kind.page_size), 1)
            return pages + (pages > 1)
        # a search per 200 changed, which tells the ids, and with history a batch per 50
        return max(ceil(live / SEARCH_SIZE), 1) + (
            ceil(live / kind.page_size) if kind.history else 0
        )
    if stream == "association":
        # ids of what changed, by type of object and type of what it belongs to
        return sum(len(targets) * ceil(night.live(of) / BATCH) for of, targets in TARGETS.items())
    return 0


def forced(stream: str, night: Night) -> int:
    """Everything archived, 100 a page; owners, pipelines and definitions; its own two counts."""
    if stream in BY_STREAM:
        return max(ceil(night.held(stream, "is_deleted and payload <> '{}'") / 100), 1)
    lists = {"property": len(BY_STREAM), "pipeline": 2, "owner": 2, "association": 0, "tally": 2}
    return lists.get(stream, 1)
