import pytest
import yaml

from connectors.calendly import CALENDLY
from connectors.config.systems.calendly import CalendlySource
from connectors.hubspot.kinds import KINDS
from connectors.hubspot.lists import OWNERS
from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.server import Logged
from sandbox.company import Company
from tests.descriptions import facts
from tests.descriptions.reading import needed, read
from tests.descriptions.syncing import TOKEN, failures, sync

TOKEN_URL = "https://auth.calendly.com/oauth/token"


@needed
def test_the_facts_are_those_of_the_descriptions() -> None:
    assert facts.facts() == yaml.safe_load(yaml.safe_dump(facts.made()))


@needed
def test_calendlys_tokens_are_renewed_where_it_says() -> None:
    (document,) = read()["calendly"].documents
    flow = document["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]
    assert flow["refreshUrl"] == TOKEN_URL


def test_calendlys_tokens_are_renewed_at_a_host_of_their_own() -> None:
    settings = CalendlySource(name="c", type="calendly", token=TOKEN)
    assert CALENDLY.oauth is not None
    assert CALENDLY.oauth.token_url(settings) == TOKEN_URL


@pytest.mark.parametrize(
    ("path", "told"),
    [
        *((f"/crm/v3/objects/{kind.path}", kind.scope) for kind in KINDS),
        ("/crm/v3/owners", OWNERS.scope),
    ],
)
def test_who_may_not_read_is_told_a_scope_that_allows_it(path, told) -> None:
    assert any(scope in told.split() for scope in facts.facts()["scopes"][path])


@pytest.mark.parametrize("vendor", [HubSpot, Calendly], ids=lambda vendor: vendor.name)
def test_requests_of_two_nights_are_as_described(vendor, tmp_path) -> None:
    company = Company(7, 0.1, day=0)
    served = vendor(company, lambda: company.now)
    with Sandbox([served], token=TOKEN, now=lambda: company.now, keeps_log=True) as sandbox:
        if vendor is HubSpot:
            served.associations.per_page = 1
        tokens, url = sandbox.tokens[vendor.name], sandbox.url(vendor.name)
        grant = {
            "client_id": tokens.client_id,
            "client_secret": tokens.client_secret,
            "refresh_token": tokens.refresh_token,
        }
        settings = {"token": None, "oauth": grant, "auth_url": url}
        first = sync(vendor.name, url, tmp_path, **settings)
        company.advance(1)
        second = sync(vendor.name, url, tmp_path, **settings)
        asked = list(sandbox.requests)
    assert failures(first) == failures(second) == []
    assert asked[0].path == vendor.token_path
    if vendor is Calendly:
        # its token endpoint is not described
        asked = [each for each in asked if each.path != vendor.token_path]
    assert [line for each in asked for line in facts.wrong_with(each)] == []
    assert len({each.path for each in asked}) > 20


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "told"),
    [
        ("GET", "/crm/v3/objects/deals", "", b"", "is not described"),
        ("GET", "/crm/v3/owners", "page=1", b"", "page is no parameter"),
        ("GET", "/crm/v3/owners", "archived=yes", b"", "archived is no flag"),
        ("GET", "/crm/v3/owners", "limit=many", b"", "limit is no whole"),
        ("GET", "/crm/v3/owners", "limit=1&limit=2", b"", "limit is given 2 times"),
        ("GET", "/crm/v3/owners", "", b"{}", "a body that is not described"),
        ("POST", "/crm/v3/objects/0-3/search", "", b'{"limit": 201}', "limit is more than 200"),
        ("POST", "/crm/v3/objects/0-3/search", "", b"{}", "body needs after"),
        ("POST", "/crm/v3/objects/0-3/search", "", b'{"size": 1}', "body may not have size"),
        ("POST", "/crm/v3/objects/0-3/search", "", b'{"after": 0}', "body.after is no text"),
        ("POST", "/oauth/v3/token", "", b"grant_type=password", "form.grant_type is not one of"),
    ],
)
def test_a_wrong_request_is_told(method, path, query, body, told) -> None:
    wrong = facts.wrong_with(Logged("hubspot", method, path, query, body, True))
    assert any(told in line for line in wrong), wrong


def test_limits_and_needs_of_calendly_are_told() -> None:
    found = facts.wrong_with(Logged("calendly", "GET", "/routing_forms", "count=101", b"", False))
    assert [line.partition(": ")[2] for line in found] == [
        "needs organization",
        "no token",
        "count is more than 100",
    ]
