"""The definitions of fields: a field of the company's own is named by forty characters."""

from functools import cache
from hashlib import sha1

from sandbox.api.pipedrive.record import Json
from sandbox.company.market import LEAD_SOURCES, REFERRED

SOURCES = (*filter(None, LEAD_SOURCES), REFERRED)
TERMS = ("30 days", "14 days", "prepaid")
REGIONS = ("North", "South", "Østjylland")
CHANNEL_FIRST, TERM_FIRST, REGION_FIRST, YES = 41, 61, 81, 91

CUSTOM = {
    "deal": {
        "Referred by": "varchar",
        "Payment terms": "enum",
        "Stakeholders": "double",
        "Discount": "varchar",
        "Sales region": "enum",
        "First contact": "date",
    },
    "person": {"Company name": "varchar", "No mail": "enum"},
    "organization": {"Trade": "varchar", "Employees": "double", "Country": "varchar"},
    "product": {"Unit": "varchar"},
}
"""Object: the company's own fields and their types; leads have those of deals."""
OPTIONS = {
    "channel": dict(enumerate(SOURCES, CHANNEL_FIRST)),
    "Payment terms": dict(enumerate(TERMS, TERM_FIRST)),
    "Sales region": dict(enumerate(REGIONS, REGION_FIRST)),
    "No mail": {YES: "Yes"},
}
"""Field: its choices by their ids."""
STANDARD = {
    "deal": {"title": "varchar", "value": "monetary", "status": "status", "channel": "enum"}
    | {"channel_id": "varchar", "lost_reason": "varchar_options", "stage_id": "stage"},
    "person": {"name": "varchar", "emails": "varchar", "phones": "phone"},
    "organization": {"name": "varchar", "address": "address"},
    "product": {"name": "varchar", "category": "varchar"},
}


@cache
def key(name: str) -> str:
    """The key of one of the company's own fields."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def choice(field: str, label: str | None) -> int | None:
    """The id of a choice."""
    return next((number for number, text in OPTIONS[field].items() if text == label), None)


def definitions(kind: str) -> list[Json]:
    """The definitions of all fields of an object."""
    found = [_field(name, name, type_, False) for name, type_ in STANDARD[kind].items()]
    return found + [_field(key(name), name, type_, True) for name, type_ in CUSTOM[kind].items()]


def _field(code: str, name: str, type_: str, is_custom: bool) -> Json:
    options = [{"id": number, "label": label} for number, label in OPTIONS.get(name, {}).items()]
    return {
        "field_name": name if is_custom else name.replace("_", " ").capitalize(),
        "field_code": code,
        "description": None,
        "field_type": type_,
        "options": options or None,
        "subfields": None,
        "is_custom_field": is_custom,
        "is_optional_response_field": False,
    }
