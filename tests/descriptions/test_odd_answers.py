"""Answers that are not quite as described, as live services give them: all of them land."""

import json
from collections.abc import Callable
from typing import Any

from connectors.landing import Landing
from sandbox.api import Reply, Request, Sandbox
from sandbox.api.vendor import Usual
from tests.descriptions.manners import NOW
from tests.descriptions.syncing import TOKEN, failures, sync

AT = "2026-11-19T08:00:00.123Z"
LATER = "2026-11-20T01:00:00Z"
EXTRA = {"of": [1, None, {"deep": [True]}], "ünknown": "ø 😀"}
Answers = dict[str, Callable[[Request], Any]]


class Odd(Usual):
    """A vendor that answers by path, with `otherwise` where nothing is set."""

    token_path = "/none"

    def __init__(self, name: str, answers: Answers, otherwise: Any):
        self.name, self.answers, self.otherwise = name, answers, otherwise

    def answer(self, request: Request) -> Reply:
        found = self.answers.get(request.path)
        body = found(request) if found else self.otherwise
        return Reply(*body) if isinstance(body, tuple) else Reply(200, body)

    def error(self, status: int, kind: str = "") -> Reply:
        return Reply(status, {"message": kind})

    def path_kind(self, path: str) -> str:
        return path

    def cursor(self, request: Request) -> None:
        return None

    def records(self, page: Any) -> list[Any]:
        return []


def landed(home, source: str, stream: str) -> dict[str, Any]:
    columns = ["record_id", "payload", "is_deleted"]
    return {
        key: None if is_deleted else json.loads(payload)
        for batch in Landing(home / "landing").read(source, stream, columns)
        for key, payload, is_deleted in zip(*(c.to_pylist() for c in batch.columns), strict=True)
    }


def alive(*records: Any, **more: Any) -> Callable[[Request], Any]:
    """These where live records are asked for, none among the archived."""

    def answer(request: Request) -> Any:
        is_archived = request.first("archived") == "true"
        return {"results": [] if is_archived else list(records), **more}

    return answer


DEAL = {
    "id": 901,
    "properties": {"amount": 5000.5, "hs_is_closed": False, "dealname": None, "pipeline": ""},
    "propertiesWithHistory": {
        "dealstage": [
            {"value": None, "timestamp": AT},
            {"value": 17, "timestamp": 1763539200000, "sourceType": "X", "sourceLabel": None},
        ],
        "pipeline": None,
    },
    "updatedAt": AT,
    "extra": EXTRA,
}
BARE = {"id": "902", "properties": None}
CONTACT = {"id": "77", "properties": {}, "createdAt": None, "updatedAt": 1763539200000}


def tied(request: Request) -> Any:
    errors = [{"category": "OBJECT_NOT_FOUND", "context": None, "subCategory": {"any": "thing"}}]
    kinds = [{"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None}]
    results = [
        {
            "from": {"id": 901},
            "to": [
                {"toObjectId": 77, "associationTypes": kinds, "extra": EXTRA},
                {"toObjectId": "78", "associationTypes": None},
            ],
            "paging": None,
        },
        {"from": {"id": "902"}, "to": [], "paging": {"next": None}},
    ]
    return 207, {"results": results, "errors": errors, "numErrors": "1", "status": "COMPLETE"}


def searched(request: Request) -> Any:
    return {"results": [{"id": 901, "updatedAt": LATER, "properties": None}], "paging": None}


HUBSPOT: Answers = {
    "/crm/v3/objects/0-3": alive(DEAL, BARE, paging=None),
    "/crm/v3/objects/0-3/search": searched,
    "/crm/v3/objects/0-3/batch/read": lambda _: (
        207,
        {"results": [DEAL | {"updatedAt": LATER}], "errors": None},
    ),
    "/crm/v3/objects/contacts": alive(CONTACT, paging={}),
    "/crm/v3/objects/companies": lambda _: {"results": None},
    "/crm/v3/objects/leads": alive(paging={"next": {"after": ""}}),
    "/crm/v4/associations/deals/contacts/batch/read": tied,
    "/crm/v3/owners": alive({"id": 5, "email": None, "teams": None}, paging={"next": None}),
    "/crm/v3/pipelines/deals": lambda _: {"results": [{"id": 1, "stages": [], "displayOrder": ""}]},
    "/crm/v3/properties/deals": lambda _: {
        "results": [{"name": "own", "hubspotDefined": False}, {"name": "x", "hubspotDefined": None}]
    },
    "/account-info/v3/details": lambda _: {"portalId": 24, "additionalCurrencies": None},
}


def test_odd_answers_of_hubspot_land(tmp_path) -> None:
    vendor = Odd("hubspot", HUBSPOT, {"results": []})
    with Sandbox([vendor], token=TOKEN, now=lambda: NOW) as sandbox:
        assert failures(sync("hubspot", sandbox.url("hubspot"), tmp_path)) == []
        assert landed(tmp_path, "hubspot", "deal") == {"901": DEAL, "902": BARE}
        assert failures(sync("hubspot", sandbox.url("hubspot"), tmp_path)) == []
    assert landed(tmp_path, "hubspot", "deal") == {
        "901": DEAL | {"updatedAt": LATER},
        "902": BARE,
    }
    assert landed(tmp_path, "hubspot", "contact") == {"77": CONTACT}
    assert landed(tmp_path, "hubspot", "company") == {}
    assert list(landed(tmp_path, "hubspot", "owner")) == ["5"]
    assert list(landed(tmp_path, "hubspot", "pipeline")) == ["deal:1"]
    assert set(landed(tmp_path, "hubspot", "property")) == {"deal:own", "deal:x"}
    assert list(landed(tmp_path, "hubspot", "account")) == ["24"]
    associations = landed(tmp_path, "hubspot", "association")
    assert [key for key, found in associations.items() if found] == ["deal:901:contact"]
    assert [to["toObjectId"] for to in associations["deal:901:contact"]["to"]] == [77, "78"]


HOST = "https://api.calendly.com"
EVENT = {
    "uri": f"{HOST}/scheduled_events/a",
    "name": None,
    "start_time": "2026-11-19T08:00:00Z",
    "end_time": "2026-11-19T08:30:00+00:00",
    "updated_at": None,
    "event_memberships": None,
    "location": {"type": "new_kind", "data": EXTRA},
    "invitees_counter": {"total": "1"},
    "meeting_notes_plain": None,
}
INVITEE = {"uri": f"{EVENT['uri']}/invitees/b", "email": None, "no_show": None, "extra": EXTRA}
USER = {"uri": f"{HOST}/users/u", "current_organization": f"{HOST}/organizations/o", "extra": EXTRA}
FORM = {"uri": f"{HOST}/routing_forms/f", "questions": None}
SUBMISSION = {"uri": f"{HOST}/routing_form_submissions/s", "result": None, "submitter": 7}
CALENDLY: Answers = {
    "/users/me": lambda _: {"resource": USER},
    "/organization_memberships": lambda _: {"collection": None, "pagination": {}},
    "/event_types": lambda _: {"collection": []},
    "/scheduled_events": lambda _: {
        "collection": [EVENT],
        "pagination": {"count": "1", "next_page_token": ""},
    },
    "/scheduled_events/a/invitees": lambda _: {"collection": [INVITEE], "pagination": None},
    "/routing_forms": lambda _: {"collection": [FORM], "pagination": {"next_page_token": None}},
    "/routing_form_submissions": lambda _: {"collection": [SUBMISSION], "pagination": None},
}


def test_odd_answers_of_calendly_land(tmp_path) -> None:
    vendor = Odd("calendly", CALENDLY, {})
    with Sandbox([vendor], token=TOKEN, now=lambda: NOW) as sandbox:
        assert failures(sync("calendly", sandbox.url("calendly"), tmp_path)) == []
        assert failures(sync("calendly", sandbox.url("calendly"), tmp_path)) == []
    given = {
        "user": USER,
        "event": EVENT,
        "invitee": INVITEE,
        "routing_form": FORM,
        "routing_submission": SUBMISSION,
    }
    for stream, record in given.items():
        assert landed(tmp_path, "calendly", stream) == {record["uri"]: record}
    assert landed(tmp_path, "calendly", "membership") == {}
