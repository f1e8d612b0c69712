from datetime import timedelta

import pytest

from connectors.hubspot.kinds import KINDS
from sandbox.api import Request, Sandbox
from tests.descriptions.asking import wrong_with
from tests.descriptions.manners import NOW, CalendlyManners, HubSpotManners
from tests.descriptions.mock import Mock
from tests.descriptions.reading import needed, read
from tests.descriptions.syncing import TOKEN, failures, sync

pytestmark = needed

OBJECTS = {f"/crm/v3/objects/{kind.path}" for kind in KINDS}
WITH_HISTORY = {f"/crm/v3/objects/{kind.path}" for kind in KINDS if kind.history}
ASKED = {
    "hubspot": {
        *(f"GET {path}" for path in OBJECTS),
        *(f"POST {path}/search" for path in OBJECTS),
        *(f"POST {path}/batch/read" for path in WITH_HISTORY),
        "POST /crm/v4/associations/{fromObjectType}/{toObjectType}/batch/read",
        "GET /crm/v3/owners",
        "GET /crm/v3/pipelines/{objectType}",
        "GET /crm/v3/properties/{objectType}",
        "GET /account-info/v3/details",
    },
    "calendly": {
        "GET /users/me",
        "GET /organization_memberships",
        "GET /event_types",
        "GET /scheduled_events",
        "GET /scheduled_events/{uuid}/invitees",
        "GET /routing_forms",
        "GET /routing_form_submissions",
    },
}


@pytest.mark.parametrize("manners", [HubSpotManners(), CalendlyManners()], ids=lambda m: m.name)
def test_every_request_is_as_described(manners, tmp_path) -> None:
    mock = Mock(read()[manners.name], manners)
    with Sandbox([mock], token=TOKEN, now=lambda: NOW + timedelta(days=mock.night)) as sandbox:
        first = sync(mock.name, sandbox.url(mock.name), tmp_path)
        mock.night = 1
        second = sync(mock.name, sandbox.url(mock.name), tmp_path)
    assert mock.wrong == []
    assert failures(first) == failures(second) == []
    assert mock.asked == ASKED[mock.name]
    assert all(result.rows for result in first.values())
    changed = {"deal": 450, "contact": 450, "call": 450} if mock.name == "hubspot" else {"event": 6}
    assert {stream: second[stream].rows for stream in changed} == changed


JSON = {"authorization": "Bearer x", "content-type": "application/json"}
SEARCH = b'{"filterGroups":[],"sorts":[],"properties":[],"limit":200,"after":"0"}'


@pytest.mark.parametrize(
    ("vendor", "method", "path", "query", "body", "told"),
    [
        ("hubspot", "GET", "/crm/v3/objects/deals", {}, b"", "is not described"),
        ("hubspot", "PUT", "/crm/v3/owners", {}, b"", "is not described"),
        ("hubspot", "GET", "/crm/v3/owners", {"page": ["1"]}, b"", "page is no parameter"),
        ("hubspot", "GET", "/crm/v3/owners", {"archived": ["yes"]}, b"", "archived"),
        ("hubspot", "GET", "/crm/v3/owners", {"limit": ["1", "2"]}, b"", "given 2 times"),
        ("hubspot", "POST", "/crm/v3/objects/0-3/search", {}, b"{}", "'after' is a required"),
        (
            *("hubspot", "POST", "/crm/v3/objects/0-3/search", {}),
            SEARCH.replace(b"200", b"201"),
            "limit: 201 is more than 200",
        ),
        (
            *("hubspot", "POST", "/crm/v3/objects/0-3/search", {}),
            SEARCH.replace(b"limit", b"size"),
            "'size' was unexpected",
        ),
        ("calendly", "GET", "/scheduled_events", {"count": ["101"]}, b"", "maximum of 100"),
        ("calendly", "GET", "/scheduled_events", {"status": ["gone"]}, b"", "'gone' is not one of"),
        ("calendly", "GET", "/routing_forms", {}, b"", "needs organization"),
    ],
)
def test_a_wrong_request_is_told(vendor, method, path, query, body, told) -> None:
    request = Request(method, path, query, JSON, body)
    wrong = wrong_with(read()[vendor], request)
    assert any(told in line for line in wrong), wrong


def test_a_request_without_a_token_is_told() -> None:
    assert wrong_with(read()["calendly"], Request("GET", "/users/me"))
    assert not wrong_with(read()["calendly"], Request("GET", "/users/me", headers=JSON))
