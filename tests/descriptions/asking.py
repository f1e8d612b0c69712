"""What a request has against the description of its operation."""

import re
from typing import Any

from sandbox.api import Request
from tests.descriptions.reading import Operation, Vendor
from tests.descriptions.schemas import Json

PROSE = re.compile(r"[Uu]p to ([\d,]+)")
"""Limits that only the text of a description says."""
TOKEN = re.compile(r"(Bearer|Zoho-oauthtoken) \S")
"""How vendors have a token sent."""


def wrong_with(vendor: Vendor, request: Request, *, has_token: bool = True) -> list[str]:
    """What is wrong with the request, nothing if it is as described."""
    name = f"{request.method} {request.path}"
    operation = vendor.find(request.method, request.path)
    if operation is None:
        return [f"{name} is not described"]
    found = [*_query(operation, request), *_body(operation, request)]
    is_sent = TOKEN.match(request.header("authorization")) or request.header("x-api-token")
    if operation.is_secured and has_token and not is_sent:
        found.append("no token")
    return [f"{name}: {each}" for each in found]


def most(described: Json) -> int | None:
    """The largest number, or of items, that the words of a description allow."""
    told = PROSE.search(described.get("description") or "")
    return int(told[1].replace(",", "")) if told else None


def _query(operation: Operation, request: Request) -> list[str]:
    described = {each["name"]: each for each in operation.parameters if each["in"] == "query"}
    needed = [name for name, each in described.items() if each.get("required")]
    found = [f"needs {name}" for name in needed if not request.first(name)]
    for name, values in request.query.items():
        if name not in described:
            found.append(f"{name} is no parameter")
            continue
        schema = described[name]["schema"]
        is_list = schema.get("type") == "array"
        if is_list and not described[name].get("explode", True):
            values = [part for value in values for part in value.split(",")]
        if not is_list and len(values) > 1:
            found.append(f"{name} is given {len(values)} times")
        for value in values:
            wanted = schema["items"] if is_list else schema
            wrong = operation.schemas.wrong(wanted, _typed(value, wanted))
            found += [f"{name} {reason}" for reason in wrong]
    return found


def _typed(value: str, schema: Json) -> Any:
    kind = schema.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    if kind in ("integer", "number"):
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    return value


def _body(operation: Operation, request: Request) -> list[str]:
    if not operation.bodies:
        return ["has a body, none is described"] if request.body else []
    kind = request.header("content-type").partition(";")[0]
    if kind not in operation.bodies:
        return [f"a body of {kind or 'no type'} is not described"]
    schema = operation.bodies[kind]
    body: Any = request.form() if kind.endswith("urlencoded") else request.json()
    return [
        *operation.schemas.wrong(schema, body, is_closed=True),
        *_too_many(operation, schema, body),
    ]


def _too_many(operation: Operation, schema: Json, body: Any) -> list[str]:
    named = operation.document["components"]["schemas"]
    described = named.get(schema.get("$ref", "").rpartition("/")[2], schema)
    found = []
    for name, each in described.get("properties", {}).items():
        allowed, given = most(each), body.get(name)
        size = given if isinstance(given, int) else len(given or "")
        if allowed is not None and size > allowed:
            found.append(f"{name}: {size} is more than {allowed}")
    return found
