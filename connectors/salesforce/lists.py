"""What is read whole each night: descriptions, stages, periods, quotas and the like."""

from collections.abc import Callable, Sequence

import msgspec

from connectors.api.http import Request
from connectors.api.pages import Listing, OnePage
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.salesforce.asked import DESCRIBE, asked
from connectors.salesforce.kinds import KINDS
from connectors.salesforce.reading import Query
from connectors.salesforce.soql import DATA, select

QUOTA = "ForecastingQuota"
_DESCRIBED = (*(kind.sobject for kind in KINDS), QUOTA)


class _Object(msgspec.Struct):
    name: str
    queryable: bool = True


class _Objects(msgspec.Struct):
    sobjects: tuple[_Object, ...] = ()


def _descriptions(sync: Sync) -> list[Part]:
    """One part for each object that the organization has: not all have splits or quotas."""
    request = Request(f"{DATA}/sobjects", is_forced=True)
    found = sync.client.get(request, msgspec.json.Decoder(_Objects).decode)
    names = {one.name for one in found.sobjects if one.queryable}
    return [
        Part(
            Listing(
                f"{DATA}/sobjects/{sobject}/describe",
                "",
                OnePage(),
                key="name",
                modified=None,
                is_forced=True,
            )
        )
        for sobject in _DESCRIBED
        if sobject in names
    ]


def _organization(sync: Sync) -> list[Part]:
    """The organization, with where it is: only the answer to the grant says that."""
    sync.client.auth.token()
    context = msgspec.json.encode({"url": sync.client.api_url}).decode()
    text = select("Organization", ("Id", "Name", "TimeZoneSidKey", "SystemModstamp"))
    return [Part(Query(text), context=context)]


def _all(sobject: str, words: str, *where: str) -> Callable[[Sync], Sequence[Part]]:
    text = select(sobject, ("Id", *words.split(), "SystemModstamp"), where, "Id")
    return lambda _: [Part(Query(text))]


def _quotas(sync: Sync) -> list[Part]:
    """Quotas; their currency is a field only where there are several."""
    words = (
        "QuotaOwnerId PeriodId ForecastingTypeId QuotaAmount QuotaQuantity StartDate IsAmount"
        " IsQuantity ProductFamily Territory2Id CurrencyIsoCode"
    )
    names = asked(sync, QUOTA, ("Id", "SystemModstamp"), tuple(words.split()))["names"]
    return [Part(Query(select(QUOTA, names, (), "Id")))]


def _list(
    stream: str, sobject: str, words: str, *where: str, is_optional: bool = False
) -> Snapshot:
    scope = f"the right to read {sobject}"
    return Snapshot(stream, _all(sobject, words, *where), scope=scope, is_optional=is_optional)


DESCRIPTIONS = Snapshot(DESCRIBE, _descriptions, scope="the scope api")
LISTS = (
    Snapshot(
        "organization", _organization, scope="the right to read Organization", is_optional=True
    ),
    _list("user_role", "UserRole", "Name ParentRoleId", is_optional=True),
    _list("record_type", "RecordType", "Name DeveloperName SobjectType IsActive", is_optional=True),
    _list(
        "opportunity_stage",
        "OpportunityStage",
        "MasterLabel ApiName IsActive SortOrder IsClosed IsWon DefaultProbability",
    ),
    _list("lead_status", "LeadStatus", "MasterLabel ApiName SortOrder IsConverted"),
    _list(
        "currency_type",
        "CurrencyType",
        "IsoCode ConversionRate IsActive IsCorporate",
        is_optional=True,
    ),
    _list("period", "Period", "StartDate EndDate Type", is_optional=True),
    Snapshot(
        "forecasting_type",
        # which fields it has depends on how forecasts are set up
        lambda _: [Part(Query("SELECT FIELDS(STANDARD) FROM ForecastingType"))],
        scope="the right to read ForecastingType",
        is_optional=True,
    ),
    Snapshot(
        "forecasting_quota",
        _quotas,
        parents=(DESCRIBE,),
        scope="View All Forecasts (forecasts must be set up)",
        is_optional=True,
    ),
    _list(
        "pricebook_entry",
        "PricebookEntry",
        "Product2Id UnitPrice IsActive",
        "Pricebook2.IsStandard = true",
        is_optional=True,
    ),
)
