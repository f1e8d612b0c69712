"""How the pod is set up: sales methods with their stages, statuses, products, who sells."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sandbox.api.oracle import ids
from sandbox.api.oracle.record import OPENED, Row, audit, instant
from sandbox.company import Company
from sandbox.company.clock import end_of, midnight
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, PARKING_LOT, PIPELINES, PRODUCTS
from sandbox.company.roster import NAMES, STRANGER, last_day

UNIT = 204
"""The one business unit."""
METHODS = {label: ids.SETUP + n for n, label in enumerate(PIPELINES, start=1)}
"""Sales methods: what the company calls its pipelines."""
_WORDS = (*DEAL_STAGES, PARKING_LOT)
STAGES = {
    (label, word): ids.SETUP + n * 1000 + place
    for n, label in enumerate(METHODS, start=1)
    for place, word in enumerate(_WORDS)
}
"""The id of a stage by its sales method and its word."""
STATUSES = {"OPEN": "Open", "WON": "Won", "LOST": "Lost", "NO_SALE": "No Sale"}
RENAMED, NEW_LABEL = "Proposal sent", "Offer sent"
"""On the day after the opening somebody renames a stage of the first sales method."""
_RENAMED_AT = end_of(0).replace(minute=5)
EVENING = timedelta(hours=19)
"""On the last day, resources end at this time."""


def status(word: str) -> str:
    """The status of an opportunity in a stage."""
    target = DEAL_STAGES.get(word, "")
    words = {"won": "WON", "referral": "WON", "lost": "LOST", "disqualified": "NO_SALE"}
    return words.get(target, "OPEN")


def units(company: Company | None, now: datetime) -> Iterator[Row]:
    """Yield the business units."""
    yield {"BusinessUnitId": UNIT, "Name": "Kvist Software", **audit(OPENED)}


def methods(now: datetime) -> Iterator[Row]:
    """Yield the sales methods of the business unit, with their stages."""
    for label, method_id in METHODS.items():
        yield {
            "SalesMethodId": method_id,
            "Name": label,
            "Description": None,
            **audit(OPENED),
            "SalesStage": [_stage(label, word, place, now) for place, word in enumerate(_WORDS)],
        }


def _stage(label: str, word: str, place: int, now: datetime) -> Row:
    is_new = label == next(iter(METHODS)) and word == RENAMED and now > _RENAMED_AT
    return {
        "SalesStageId": STAGES[label, word],
        "SalesMethodId": METHODS[label],
        "Name": NEW_LABEL if is_new else word,
        "PhaseCode": None,
        "StgOrder": place + 1,
        "DeletedFlag": False,
        **audit(OPENED, [_RENAMED_AT] if is_new else []),
    }


def statuses(company: Company | None, now: datetime) -> Iterator[Row]:
    """Yield the statuses of opportunities."""
    for n, (code, meaning) in enumerate(STATUSES.items(), start=1):
        row = {"LookupValuesId": ids.SETUP + 900_000 + n, "LookupCode": code}
        yield {**row, "Meaning": meaning, "DisplaySequence": n}


def products(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the products."""
    for n, (name, (price, cost, category)) in enumerate(PRODUCTS.items(), start=1):
        yield {
            "InventoryItemId": ids.PRODUCT + n,
            "ItemNumber": f"P-{n}",
            "ItemDescription": name,
            "ProductGroup": category,
            "ListPrice": price,
            "UnitCost_c": cost,
            **audit(OPENED),
        }


def resources(company: Company, now: datetime) -> Iterator[Row]:
    """Yield who sells, also who has left, and one whom no roster lists."""
    for rep_id, name in NAMES.items():
        left = last_day(rep_id)
        gone = midnight(left) + EVENING if left is not None else None
        has_left = gone is not None and now > gone
        yield _resource(rep_id, name, rep_id.lower()) | {
            "EndDateActive": left.isoformat() if left is not None and has_left else None,
            **audit(OPENED, [gone] if gone is not None and has_left else []),
        }
    yield _resource(STRANGER, STRANGER, "interim.desk")


def _resource(rep_id: str, name: str, handle: str) -> Row:
    first, _, last = name.partition(" ")
    number = int(ids.rep(rep_id))
    return {
        "PartyId": number,
        "ResourceProfileId": number + 500_000,
        "PartyNumber": f"RES_{number - ids.REP}",
        "PartyName": name,
        "PersonFirstName": first,
        "PersonLastName": last or first,
        "EmailAddress": f"{handle}@{STAFF_DOMAIN}",
        "StartDateActive": instant(OPENED)[:10],
        "EndDateActive": None,
        **audit(OPENED),
    }
