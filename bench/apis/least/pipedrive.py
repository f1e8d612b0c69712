"""Pipedrive: pages of 500, a changelog per deal that moved, small lists read whole."""

from math import ceil

from bench.apis.night import Night
from connectors.pipedrive.changes import DEALS_AT_ONCE
from connectors.pipedrive.counting import SUMMARIES
from connectors.pipedrive.lists import ASSIGNEES, FIELDS

PAGE = 500
RECORDS = ("activity", "person", "organization", "product", "note")
ARCHIVED = "json_extract_string(payload, '$.is_archived') = 'true'"


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    if stream in ("deal", "lead"):
        # what is archived is a list of its own: full pages of each, or a look at each
        archived = night.held(stream, ARCHIVED) if night.is_first else 0
        return _pages(night.live(stream) - archived) + _pages(archived)
    if stream == "deal_change":
        # no list holds what changed on deals: one call for every deal that moved
        return night.results[stream].rows
    if stream == "deal_product":
        return ceil(night.results[stream].rows / DEALS_AT_ONCE)
    return _pages(night.live(stream)) if stream in RECORDS else 0


def forced(stream: str, night: Night) -> int:
    """The deals deleted in 30 days; what the company set up; goals, by whose; its own counts."""
    if stream == "deal":
        return _pages(night.held(stream, "is_deleted"))
    lists = {"field": len(FIELDS), "goal": 2 * len(ASSIGNEES), "tally": len(SUMMARIES)}
    ones = ("company", "pipeline", "stage", "user", "activity_type", "currency")
    return lists.get(stream, 1 if stream in ones else 0)


def _pages(records: int) -> int:
    return max(ceil(records / PAGE), 1)
