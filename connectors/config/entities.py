"""The entities that sources feed and their canonical fields: the one list in Python.

What belongs here: names and types. How a cell becomes a typed value belongs to the connector,
what a field means to the model belongs to dbt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

FieldType = Literal["text", "time", "number", "boolean"]
"""`time`: a date or an instant. `boolean`: yes or no (sheets also write true/false and 1/0)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field."""

    name: str
    type: FieldType
    required: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record.

    `key` names the fields that identify a record; None: rows have no identity of their own.
    A key may name optional fields: of `activity` the key is used where it is filled.
    `one_of` lists groups of fields of which a table must fill at least one.
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] | None
    one_of: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)


_NUMBERS = frozenset(
    {"amount", "discount", "employees", "list_price", "quantity", "quota", "rate", "sequence"}
    | {"stakeholders", "unit_cost", "weight"}
)
_TIMES = frozenset({"close_date", "date", "expected_close_date", "from", "leaves_on", "starts_on"})
_BOOLEANS = frozenset({"attended", "opted_out"})


def _type(name: str) -> FieldType:
    if name in _NUMBERS:
        return "number"
    if name in _TIMES or name.endswith("_at"):
        return "time"
    return "boolean" if name in _BOOLEANS else "text"


def _entity(
    name: str, fields: str, *, key: str | None = None, one_of: tuple[str, ...] = ()
) -> Entity:
    """`fields` lists the names, a required one with a trailing `*`; `key` and groups are names."""
    return Entity(
        name=name,
        fields=tuple(
            Field(word.rstrip("*"), _type(word.rstrip("*")), word.endswith("*"))
            for word in fields.split()
        ),
        key=tuple(key.split()) if key else None,
        one_of=tuple(tuple(group.split()) for group in one_of),
    )


_ENTITIES = (
    _entity(
        "lead",
        "lead_id* created_at first_contact_at name email phone company lead_source campaign owner"
        " status deal_id referred_by opted_out external_id",
        key="lead_id",
    ),
    _entity(
        "deal",
        "deal_id* name lead_id account contact_email contact_phone created_at closed_at close_date"
        " expected_close_date stage pipeline status amount currency owner product lead_source"
        " payment_terms stakeholders discount lost_reason referred_by external_id",
        key="deal_id",
    ),
    _entity(
        "stage_event",
        "deal_id lead_id stage* entered_at* sequence pipeline owner",
        one_of=("deal_id lead_id",),
    ),
    _entity("owner_event", "deal_id* owner* from*"),
    _entity(
        "activity",
        "kind* occurred_at* activity_id deal_id lead_id email owner direction outcome note",
        key="activity_id",
    ),
    _entity(
        "booking",
        "booking_id* starts_at* ends_at booked_at email phone name owner event_type status attended"
        " rescheduled_from cancelled_at cancelled_by",
        key="booking_id",
    ),
    _entity("person", "person_id* name email phone company opted_out", key="person_id"),
    _entity("account", "account_id* name industry employees country", key="account_id"),
    _entity("rep", "rep_id* name email team manager starts_on leaves_on ramp"),
    _entity(
        "quota",
        "period* measure* quota weight owner team currency",
        key="period measure owner team",
        one_of=("quota weight",),
    ),
    _entity("referral", "referred* referrer* referred_at method"),
    _entity("product", "product* list_price unit_cost category", key="product"),
    _entity("deal_line", "deal_id* product* quantity amount"),
    _entity("exchange_rate", "currency* date* rate*", key="currency date"),
    _entity("holiday", "date* name region", key="date region name"),
    _entity("cost", "month* amount* kind channel", key="month kind channel"),
    _entity("override", "entity* id* field* value from", key="entity id field from"),
)

ENTITIES: Mapping[str, Entity] = MappingProxyType({entity.name: entity for entity in _ENTITIES})

STAGES = (
    "prospecting",
    "outreach",
    "qualification",
    "demo",
    "objections",
    "closing",
    "referral",
)
"""The seven stages, in order."""

OUTCOMES = ("won", "lost", "disqualified")
"""Outcomes a stage can be mapped to; `open` is a status, not a stage."""
