"""How the organisation is set up: itself, fields, layouts and the pipelines of a layout."""

from datetime import datetime

from sandbox.api.vendor import Reply, Request
from sandbox.api.zoho import errors, ids
from sandbox.api.zoho.modules import MODULES, Module
from sandbox.api.zoho.record import Json, local
from sandbox.api.zoho.users import OPENED, TYPES, users
from sandbox.company.clock import end_of
from sandbox.company.market import (
    DEAL_STAGES,
    LEAD_STAGES,
    OUTCOMES,
    PARKING_LOT,
    PIPELINES,
    REPORTING_CURRENCY,
)

MOST = 200
LAYOUT = str(ids.LAYOUT + 1)
OLD_LAYOUT = str(ids.LAYOUT + 2)
STAGES = (*DEAL_STAGES, PARKING_LOT)
RENAMED = "Proposal sent"
NEW_LABEL = "Offer sent"
"""On the day after the opening somebody shows a stage under another name; its value stays."""
_RENAMED_AT = end_of(0).replace(minute=5)


def org() -> Reply:
    """The organisation."""
    body = {
        "id": str(ids.ORG + 1),
        "company_name": "Kvist Software",
        "domain_name": "org20081234567",
        "iso_code": REPORTING_CURRENCY,
        "currency_symbol": "€",
        "time_zone": "Europe/Copenhagen",
        "type": "Production",
        "max_per_page": 200,
    }
    return Reply(body={"org": [body]})


def user_list(request: Request, now: datetime) -> Reply:
    """A page of the users of one type."""
    kind = request.first("type", "AllUsers")
    size, page = request.first("per_page", str(MOST)), request.first("page", "1")
    if kind == "CurrentUser":
        return Reply(body={"users": users("ActiveUsers", now)[:1], "info": {"more_records": False}})
    if kind not in TYPES or not size.isdigit() or not page.isdigit() or int(size) > MOST:
        return errors.wrong("type", "there is no such type of users, or no such page")
    found = users(kind, now)
    shown = found[(int(page) - 1) * int(size) :][: int(size)]
    if not shown:
        return Reply(204)
    has_more = int(page) * int(size) < len(found)
    info = {"per_page": int(size), "page": int(page), "count": len(shown)}
    return Reply(body={"users": shown, "info": info | {"more_records": has_more}})


def fields(request: Request, now: datetime) -> Reply:
    """The definitions of the fields of a module."""
    module = MODULES.get(request.first("module"))
    if module is None:
        return errors.no_module()
    found = [_field(module, name, kind, now) for name, kind in module.types.items()]
    return Reply(body={"fields": found})


def layouts(request: Request) -> Reply:
    """The layouts of a module; one of deals is not used any more."""
    if request.first("module") not in MODULES:
        return errors.no_module()
    found = [
        {"id": LAYOUT, "name": "Standard", "status": "active", "visible": True},
        {"id": OLD_LAYOUT, "name": "Before 2024", "status": "inactive", "visible": False},
    ]
    return Reply(body={"layouts": found})


def pipelines(request: Request, now: datetime) -> Reply:
    """The pipelines of a layout of deals, each with its stages."""
    layout = request.first("layout_id")
    if layout not in (LAYOUT, OLD_LAYOUT):
        return errors.failure(400, "INVALID_DATA", "there is no such layout", {"param": layout})
    if layout == OLD_LAYOUT:
        return Reply(204)
    found = [
        {
            "id": str(ids.LAYOUT + 10 * (n + 1)),
            "display_value": name,
            "actual_value": name,
            "default": n == 0,
            "child_available": False,
            "maps": [_stage(n, place, stage, now) for place, stage in enumerate(STAGES, start=1)],
        }
        for n, name in enumerate(PIPELINES)
    ]
    return Reply(body={"pipeline": found})


def label(stage: str, now: datetime) -> str:
    """What the CRM calls a stage at `now`."""
    return NEW_LABEL if stage == RENAMED and now > _RENAMED_AT else stage


def _stage(pipeline: int, place: int, stage: str, now: datetime) -> Json:
    return {
        "id": str(ids.LAYOUT + 1_000 * (pipeline + 1) + place),
        "display_value": label(stage, now),
        "actual_value": stage,
        "sequence_number": place,
        "colour_code": None,
        "forecast_type": forecast_type(stage),
        "forecast_category": {"name": forecast_type(stage), "id": str(ids.LAYOUT + 5_000)},
    }


def forecast_type(stage: str) -> str:
    """Whether a stage is open, a win or a loss."""
    target = DEAL_STAGES.get(stage, "")
    if target in ("won", "referral"):
        return "Closed Won"
    return "Closed Lost" if target in OUTCOMES else "Open"


def _field(module: Module, name: str, kind: str, now: datetime) -> Json:
    values = {
        ("Deals", "Stage"): [(stage, label(stage, now)) for stage in STAGES],
        ("Leads", "Lead_Status"): [(status, status) for status in LEAD_STAGES],
    }.get((module.name, name), [])
    return {
        "id": str(ids.LAYOUT + 100_000 + list(module.types).index(name)),
        "api_name": name,
        "field_label": name.replace("_", " "),
        "data_type": kind,
        "custom_field": name in module.own,
        "visible": True,
        "created_time": local(OPENED),
        "pick_list_values": [
            {
                "id": str(ids.LAYOUT + 200_000 + place),
                "actual_value": actual,
                "display_value": shown,
                "sequence_number": place,
                **({"forecast_type": forecast_type(actual)} if name == "Stage" else {}),
            }
            for place, (actual, shown) in enumerate(values, start=1)
        ],
    }
