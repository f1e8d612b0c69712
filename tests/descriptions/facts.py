"""Facts of how the vendors may be asked: `facts.yaml`, made from their descriptions.

`python -m tests.descriptions.facts` writes it; SALESCYCLE_DESCRIPTIONS names the folder. It holds
what a request needs and may have, nothing of answers and no words of the vendors.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import yaml

from connectors.hubspot.kinds import KINDS
from connectors.pipedrive.lists import FIELDS
from sandbox.api.server import Logged
from tests.descriptions import shapes
from tests.descriptions.reading import Operation, read
from tests.descriptions.schemas import Json

FILE = Path(__file__).with_name("facts.yaml")
OBJECTS = [f"/crm/v3/objects/{kind.path}" for kind in KINDS]
ASKED = {
    "hubspot": [
        *(("GET", path) for path in OBJECTS),
        *(("POST", f"{path}/{verb}") for path in OBJECTS for verb in ("search", "batch/read")),
        ("POST", "/crm/v4/associations/{from}/{to}/batch/read"),
        ("GET", "/crm/v3/owners"),
        ("GET", "/crm/v3/pipelines/{type}"),
        ("GET", "/crm/v3/properties/{type}"),
        ("GET", "/account-info/v3/details"),
        ("POST", "/oauth/v3/token"),
    ],
    "calendly": [
        ("GET", "/users/me"),
        ("GET", "/organization_memberships"),
        ("GET", "/event_types"),
        ("GET", "/scheduled_events"),
        ("GET", "/scheduled_events/{uuid}/invitees"),
        ("GET", "/routing_forms"),
        ("GET", "/routing_form_submissions"),
    ],
    "zoho": [
        ("GET", "/crm/v8/{module}/deleted"),
        ("POST", "/crm/v8/coql"),
        ("GET", "/crm/v8/{module}/{id}/__timeline"),
        ("GET", "/crm/v8/{module}/{id}/Contact_Roles"),
        ("GET", "/crm/v8/users"),
        ("GET", "/crm/v8/settings/fields"),
        ("GET", "/crm/v8/settings/layouts"),
        ("GET", "/crm/v8/settings/pipeline"),
        ("GET", "/crm/v8/org"),
        ("GET", "/crm/v8/{module}"),
    ],
    "pipedrive": [
        ("GET", "/api/v2/deals"),
        ("GET", "/api/v2/deals/archived"),
        ("GET", "/api/v2/deals/products"),
        ("GET", "/api/v2/persons"),
        ("GET", "/api/v2/organizations"),
        ("GET", "/api/v2/activities"),
        ("GET", "/api/v2/products"),
        ("GET", "/api/v2/pipelines"),
        ("GET", "/api/v2/stages"),
        *(("GET", f"/api/v2/{path}") for path in FIELDS.values()),
        ("GET", "/api/v1/deals/{id}/changelog"),
        ("GET", "/api/v1/leads"),
        ("GET", "/api/v1/leads/archived"),
        ("GET", "/api/v1/notes"),
        ("GET", "/api/v1/users"),
        ("GET", "/api/v1/users/me"),
        ("GET", "/api/v1/activityTypes"),
        ("GET", "/api/v1/currencies"),
        ("GET", "/api/v1/goals/find"),
        ("GET", "/api/v1/deals/summary"),
        ("GET", "/api/v1/deals/summary/archived"),
    ],
}
"""What the connectors ask for."""


def made() -> Json:
    """The facts as the descriptions have them now; requests of which the same is true together."""
    found: Json = {"scopes": _scopes()} | {vendor: [] for vendor in ASKED}
    for vendor, asked in ASKED.items():
        for method, path in asked:
            known = _facts(vendor, method, path)
            same = [group for group in found[vendor] if group | {"requests": 0} == known]
            group = same[0] if same else known | {"requests": []}
            group["requests"].append(f"{method} {path}")
            found[vendor] += [] if same else [group]
    return found


def _scopes() -> Json:
    """Any of which a token needs to list objects."""
    found = {}
    for path in [*OBJECTS, "/crm/v3/owners"]:
        operation = read()["hubspot"].find("GET", path)
        assert operation is not None, f"{path} is not described"
        security = operation.document["paths"][path]["get"]["security"]
        found[path] = sorted({name for way in security for names in way.values() for name in names})
    return found


def _facts(vendor: str, method: str, path: str) -> Json:
    operation = read()[vendor].find(method, re.sub(r"\{\w+\}", "x", path))
    assert operation is not None, f"{method} {path} is not described"
    query = {
        each["name"]: _parameter(each, operation)
        for each in operation.parameters
        if each["in"] == "query"
    }
    needs = [each["name"] for each in operation.parameters if each.get("required")]
    return {
        "requests": 0,
        "query": dict(sorted(query.items())),
        "needs": sorted(set(needs) & set(query)),
        "token": operation.is_secured,
        **_body(operation),
    }


def _parameter(described: Json, operation: Operation) -> Any:
    """The shape of a parameter; a list may be `joined` by commas into one text."""
    found = shapes.shape(described["schema"], operation.document, described)
    if described["schema"].get("type") == "array" and described.get("explode") is False:
        return shapes.whole(found) | {"joined": True}
    return found


def _body(operation: Operation) -> Json:
    if not operation.bodies:
        return {}
    ((kind, schema),) = operation.bodies.items()
    word = "form" if kind.endswith("urlencoded") else "json"
    return {word: shapes.shape(schema, operation.document)}


@cache
def facts() -> Json:
    """The facts that were written."""
    found: Json = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def wrong_with(request: Logged) -> list[str]:
    """What is wrong with a request that the sandbox noted, nothing if it is as described."""
    name = f"{request.method} {request.path}"
    known = _of(request)
    if known is None:
        return [f"{name} is not described"]
    query = parse_qs(request.query, keep_blank_values=True)
    found = [f"needs {parameter}" for parameter in known["needs"] if parameter not in query]
    if known["token"] and not request.has_auth:
        found.append("no token")
    for parameter, texts in query.items():
        wanted = known["query"].get(parameter)
        if wanted is None:
            found.append(f"{parameter} is no parameter")
            continue
        is_list = shapes.whole(wanted)["is"] == "list"
        of = shapes.whole(wanted)["of"] if is_list else wanted
        if is_list and shapes.whole(wanted).get("joined"):
            texts = [part for text in texts for part in text.split(",")]
        values = [shapes.read(text, of) for text in texts]
        if not is_list and len(values) > 1:
            found.append(f"{parameter} is given {len(values)} times")
        found += shapes.wrong(wanted, values if is_list else values[0], parameter)
    return [f"{name}: {each}" for each in [*found, *_wrong_body(known, request.body)]]


def _of(request: Logged) -> Any:
    named = [(name, group) for group in facts()[request.vendor] for name in group["requests"]]
    for name, known in named:
        method, _, path = name.partition(" ")
        pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", path))
        if method == request.method and re.fullmatch(pattern, request.path):
            return known
    return None


def _wrong_body(known: Json, body: bytes) -> list[str]:
    if "form" in known:
        fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return shapes.wrong(known["form"], fields, "form")
    if "json" in known:
        return shapes.wrong(known["json"], json.loads(body), "body")
    return ["a body that is not described"] if body else []


if __name__ == "__main__":
    text = yaml.safe_dump(made(), sort_keys=False, default_flow_style=None, width=100)
    FILE.write_text(text, encoding="utf-8")
