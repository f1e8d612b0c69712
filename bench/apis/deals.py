"""Deals as HubSpot lists them, about 900 bytes each, made from their number alone."""

import random
from datetime import UTC, datetime, timedelta

import msgspec

NOW = datetime(2026, 6, 30, 3, 0, tzinfo=UTC)
"""The clock of the server: nothing was modified after it."""
PAGE = 50
"""What one listing page holds where history is asked for; what the connector asks for too."""
_STAGES = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent")
_SOURCES = ("ORGANIC_SEARCH", "DIRECT_TRAFFIC", "PAID_SOCIAL", "REFERRALS")


def page(number: int, deals: int) -> bytes:
    """Listing page `number` (from 0) of so many deals."""
    first, last = number * PAGE, min((number + 1) * PAGE, deals)
    answer: dict[str, object] = {"results": [_deal(place) for place in range(first, last)]}
    if last < deals:
        answer["paging"] = {"next": {"after": str(last)}}
    return msgspec.json.encode(answer)


def _deal(number: int) -> dict[str, object]:
    dice = random.Random(number)
    created = NOW - timedelta(minutes=dice.randrange(2_000, 1_000_000))
    modified = created + timedelta(seconds=dice.randrange(60, 100_000))
    stage, owner = dice.choice(_STAGES), str(9_500_000_000 + dice.randrange(60))
    return {
        "id": str(9_100_000_000 + number),
        "properties": {
            "amount": str(dice.randrange(100, 90_000)),
            "closedate": _text(created + timedelta(days=60)),
            "createdate": _text(created),
            "deal_currency_code": "EUR",
            "dealname": f"Køb af {dice.randrange(1, 40)} pladser, Kunde {number} ApS",
            "dealstage": stage,
            "hs_analytics_source": dice.choice(_SOURCES),
            "hs_is_closed": "false",
            "hs_lastmodifieddate": _text(modified),
            "hs_object_id": str(9_100_000_000 + number),
            "hubspot_owner_id": owner,
            "pipeline": "default",
        },
        "propertiesWithHistory": {
            "dealstage": [_entry(stage, modified), _entry(_STAGES[0], created)],
            "hubspot_owner_id": [_entry(owner, created)],
            "pipeline": [_entry("default", created)],
        },
        "createdAt": _text(created),
        "updatedAt": _text(modified),
        "archived": False,
    }


def _entry(value: str, at: datetime) -> dict[str, str]:
    return {"value": value, "timestamp": _text(at), "sourceType": "CRM_UI"}


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
