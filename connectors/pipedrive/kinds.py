"""The streams of records: what is read whole once and then by what changed."""

from collections.abc import Mapping
from datetime import timedelta

from connectors.api.pages import Reader
from connectors.api.records import Records
from connectors.api.stream import Sync
from connectors.config.systems.pipedrive import PipedriveSource
from connectors.pipedrive.reading import ByOffset, asked, by_id, together

LAG = timedelta(minutes=1)
"""How late a change may show up is not documented."""
DEALS = "the scope deals:read"
LEADS = "the scope leads:read"
ACTIVITIES = "the scope activities:read"
CONTACTS = "the scope contacts:read"
PRODUCTS = "the scope products:read"
LIVE = "open,won,lost"
"""Without naming them deals that are deleted do not come; named, those of the last 30 days do."""
WITH_DELETED = f"{LIVE},deleted"
_FIELDS = {"include_fields": "source_lead_id,first_won_time,participants_count,products_count"}
_SINCE = {"updated_since": "{since}"}


def _reconciled(sync: Sync) -> timedelta:
    settings = sync.source.settings
    days = settings.reconcile_days if isinstance(settings, PipedriveSource) else 7
    # a night may be a little earlier than the one before
    return timedelta(days=days) - timedelta(hours=6)


def records(
    name: str, whole: Reader, changes: Reader, after: str, scope: str, deleted: Reader | None = None
) -> Records:
    """A stream of records that is read after another one, for the budget's sake."""
    return Records(
        name,
        whole=whole,
        changes=changes,
        deleted=deleted,
        asked=asked,
        lag=LAG,
        is_coarse=True,
        whole_after=_reconciled,
        parents=(after,),
        scope=scope,
    )


def _deals(path: str, cost: float, status: str, more: Mapping[str, str]) -> Reader:
    return by_id(path, cost, {"status": status, **_FIELDS, **more})


def _by_id(name: str, path: str, after: str, scope: str) -> Records:
    """A list that shows of deletions what `is_deleted` says, if anything."""
    return records(name, together(by_id(path, 10)), together(by_id(path, 10, _SINCE)), after, scope)


DEAL = records(
    "deal",
    together(_deals("deals", 10, LIVE, {}), _deals("deals/archived", 20, LIVE, {})),
    # a deal that was archived has left the first list: without the second it would stay as it was
    together(_deals("deals", 10, LIVE, _SINCE), _deals("deals/archived", 20, WITH_DELETED, _SINCE)),
    "user",
    DEALS,
    deleted=by_id("deals", 10, {"status": "deleted"}, is_forced=True),
)
LEAD = records(
    "lead",
    together(ByOffset("leads", 20, {}), ByOffset("leads/archived", 40, {})),
    together(
        ByOffset("leads", 20, _SINCE),
        ByOffset("leads/archived", 40, {"sort": "update_time DESC"}, newest_first=True),
    ),
    "deal_change",
    LEADS,
)
ACTIVITY = _by_id("activity", "activities", "activity_type", ACTIVITIES)
PERSON = _by_id("person", "persons", "activity", CONTACTS)
ORGANIZATION = _by_id("organization", "organizations", "person", CONTACTS)
NOTE = records(
    "note",
    together(ByOffset("notes", 20, {})),
    together(ByOffset("notes", 20, _SINCE)),
    "organization",
    DEALS,
)
PRODUCT = _by_id("product", "products", "organization", PRODUCTS)
