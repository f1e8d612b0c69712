"""Zoho CRM: pages of 200 records, a timeline per record that changed, lists read whole."""

from math import ceil

from bench.apis.night import Night
from connectors.zoho.kinds import KINDS
from connectors.zoho.lists import USER_TYPES
from connectors.zoho.timelines import TRACKED

PAGE = 200
MODULES = {kind.stream: kind for kind in KINDS}


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    if stream in MODULES:
        # full pages, whether everything or what changed; a look at least
        return max(ceil(night.live(stream) / PAGE), 1)
    if stream == "timeline":
        # no module holds what timelines tell: one call for every record that is new or changed
        return sum(night.live(parent) for parent in TRACKED)
    return 0


def forced(stream: str, night: Night) -> int:
    """Everything deleted, 200 a page; users, fields, layouts and pipelines; its own two counts."""
    if stream in MODULES:
        if not MODULES[stream].is_deletable:
            return 0
        return max(ceil(night.held(stream, "is_deleted and payload <> '{}'") / PAGE), 1)
    lists = {
        "field": sum(kind.is_defined for kind in KINDS),
        "user": len(USER_TYPES),
        # the layouts, and the pipelines of the one that is used
        "pipeline": 2,
        "organisation": 1,
        "tally": 2,
    }
    return lists.get(stream, 0)
