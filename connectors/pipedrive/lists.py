"""The small lists, read whole each night."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from connectors.api.pages import Listing, OnePage
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.pipedrive.kinds import ACTIVITIES, DEALS
from connectors.pipedrive.reading import asked, by_id

FIELDS = {
    "deal": "dealFields",
    "person": "personFields",
    "organization": "organizationFields",
    "product": "productFields",
}
"""Object: where the definitions of its fields are; leads have those of deals."""
ASSIGNEES = ("person", "team", "company")
"""Asked for by whom it is for, everybody's goals are shown; by nothing, only the token's own."""


def _list(path: str, cost: float, records: str = "data", key: str = "id", **facts: Any) -> Listing:
    """A list of version 1 that comes in one piece."""
    return Listing(
        f"api/v1/{path}",
        records,
        OnePage(),
        key=key,
        modified=None,
        is_forced=True,
        cost=cost,
        **facts,
    )


def _listed(path: str, cost: float, key: str = "id") -> Listing:
    """A short list of version 2."""
    return replace(by_id(path, cost, is_forced=True), key=key, modified=None, values=())


def _fields(_: Sync) -> Sequence[Part]:
    return [
        Part(
            _listed(path, 10, "field_code"),
            prefix=name,
            context=msgspec.json.encode({"object": name}).decode(),
            is_optional=name == "product",
        )
        for name, path in FIELDS.items()
    ]


def _goals(_: Sync) -> Sequence[Part]:
    """Goals of every type; those that have ended are not active."""
    return [
        Part(
            _list(
                "goals/find",
                20,
                "data.goals",
                params={"assignee.type": assignee, "is_active": is_active},
            )
        )
        for assignee in ASSIGNEES
        for is_active in ("true", "false")
    ]


def _one(listing: Listing) -> Callable[[Sync], Sequence[Part]]:
    return lambda _: [Part(listing)]


COMPANY = Snapshot("company", _one(_list("users/me", 2, key="company_id")))
FIELD = Snapshot("field", _fields, values=asked, parents=("company",), scope=DEALS)
PIPELINE = Snapshot(
    "pipeline", _one(_listed("pipelines", 5)), values=asked, parents=("field",), scope=DEALS
)
STAGE = Snapshot(
    "stage", _one(_listed("stages", 5)), values=asked, parents=("pipeline",), scope=DEALS
)
USER = Snapshot("user", _one(_list("users", 20)), parents=("stage",), scope="the scope users:read")
ACTIVITY_TYPE = Snapshot(
    "activity_type", _one(_list("activityTypes", 20)), parents=("lead",), scope=ACTIVITIES
)
CURRENCY = Snapshot("currency", _one(_list("currencies", 20)), parents=("organization",))
GOAL = Snapshot(
    "goal", _goals, parents=("currency",), scope="the scope goals:read", is_optional=True
)
