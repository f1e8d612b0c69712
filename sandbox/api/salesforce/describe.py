"""What the organization says of itself: its objects, their fields, deleted records, its limits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.salesforce.errors import RefusedError
from sandbox.api.salesforce.made import milliseconds, text_of
from sandbox.api.salesforce.org import KEPT, Org
from sandbox.api.salesforce.query import DATA, Json
from sandbox.api.salesforce.schema import OBJECTS, Field, SObject
from sandbox.api.salesforce.settings import STATUSES, WORDS
from sandbox.company.market import LEAD_SOURCES, LEAD_STAGES

PICKLISTS = {
    "Opportunity.StageName": WORDS,
    "Lead.Status": tuple(label for label, *_ in STATUSES),
    "Lead.Lead_Stage__c": tuple(LEAD_STAGES),
    "Lead.LeadSource": tuple(filter(None, LEAD_SOURCES)),
    "Opportunity.LeadSource": tuple(filter(None, LEAD_SOURCES)),
}
SHORTEST = timedelta(minutes=1)


def objects(org: Org) -> Json:
    """The list of objects that the user may see."""
    shown = [_brief(one) for one in OBJECTS.values() if one.name not in org.hidden]
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": shown}


def describe(org: Org, sobject: SObject) -> Json:
    """An object with all fields of it that the user may see."""
    fields = [
        _field(sobject, one) for one in sobject.fields.values() if org.sees(sobject, one.name)
    ]
    return _brief(sobject) | {"fields": fields, "recordTypeInfos": [], "childRelationships": []}


def deleted(org: Org, sobject: SObject, start: str, end: str) -> Json:
    """The records that were deleted between two times, none that the bin has given up."""
    if not sobject.can_be_deleted:
        raise RefusedError("INVALID_TYPE", f"{sobject.name} is not replicable")
    try:
        begins, ends = (_instant(text) for text in (start, end))
    except ValueError as error:
        raise RefusedError("INVALID_REPLICATION_DATE", f"no date: {error}") from error
    # the seconds of both are ignored
    begins, ends = (at.replace(second=0, microsecond=0) for at in (begins, ends))
    now = org.now()
    if begins < now - KEPT - timedelta(minutes=1):
        raise RefusedError(
            "INVALID_REPLICATION_DATE", "startDate before org replication enabled date"
        )
    if ends - begins < SHORTEST:
        raise RefusedError(
            "INVALID_REPLICATION_DATE", "endDate must be at least one minute greater"
        )
    low, high = text_of(milliseconds(begins)), text_of(milliseconds(min(ends, now)))
    rows = (org.row(sobject, key) for key in org.keys(sobject))
    gone = [
        {"id": row["Id"], "deletedDate": row["SystemModstamp"]}
        for row in rows
        if row["IsDeleted"] and low <= row["SystemModstamp"] < high
    ]
    return {
        "deletedRecords": gone,
        "earliestDateAvailable": text_of(milliseconds(now - KEPT)),
        "latestDateCovered": high,
    }


def limits(used: int, most: int) -> Json:
    """How much of each day's allowance is left."""
    return {
        "DailyApiRequests": {"Max": most, "Remaining": max(most - used, 0)},
        "DailyBulkV2QueryJobs": {"Max": 10_000, "Remaining": 10_000},
        "DailyBulkV2QueryFileStorageMB": {"Max": 976_562, "Remaining": 976_562},
    }


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text.replace(" ", "+"))
    if at.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return at


def _brief(sobject: SObject) -> Json:
    path = f"{DATA}/sobjects/{sobject.name}"
    return {
        "name": sobject.name,
        "label": sobject.name,
        "keyPrefix": sobject.prefix,
        "custom": False,
        "queryable": True,
        "retrieveable": True,
        "replicateable": sobject.can_be_deleted,
        "urls": {"sobject": path, "describe": f"{path}/describe", "rowTemplate": f"{path}/{{ID}}"},
    }


def _field(sobject: SObject, one: Field) -> Json:
    return {
        "name": one.name,
        "label": one.name.removesuffix("__c").replace("_", " "),
        "type": one.type,
        "custom": one.is_custom,
        "calculated": one.is_calculated,
        "filterable": one.is_filterable,
        "sortable": one.is_filterable,
        "groupable": one.is_filterable and one.type not in ("datetime", "currency", "double"),
        "nillable": one.is_nillable,
        "referenceTo": list(one.targets),
        "relationshipName": one.relation,
        "compoundFieldName": None,
        "picklistValues": list(_values(f"{sobject.name}.{one.name}")),
    }


def _values(name: str) -> Iterator[Json]:
    for value in PICKLISTS.get(name, ()):
        yield {"value": value, "label": value, "active": True, "defaultValue": False}
