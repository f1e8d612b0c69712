"""Zoho's description: whether we ask as it says, and whether our sandbox answers so.

It says less than it should: which texts may be null it does not, and of a field's definition it
wants every key that any kind of field has.
"""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from sandbox.api import Reply, Request, Sandbox
from sandbox.api.server import Logged
from sandbox.api.zoho import Zoho
from sandbox.company import Company
from tests.descriptions import facts
from tests.descriptions.asking import wrong_with
from tests.descriptions.layer import Layer
from tests.descriptions.manners import NOW
from tests.descriptions.manners_zoho import ZohoManners
from tests.descriptions.mock import Mock
from tests.descriptions.reading import needed, read
from tests.descriptions.syncing import TOKEN, failures, sync

ASKED = {
    "GET /crm/v8/{module_api_name}",
    "GET /crm/v8/{module_api_name}/deleted",
    "GET /crm/v8/{module}/{record_id}/__timeline",
    "GET /crm/v8/{module_api_name}/{external_value}/{related_list_api_name}",
    "GET /crm/v8/users",
    "GET /crm/v8/settings/fields",
    "GET /crm/v8/settings/layouts",
    "GET /crm/v8/settings/pipeline",
    "GET /crm/v8/org",
    "POST /crm/v8/coql",
}
MISFITS = (
    # every key that any field, layout or value of a list may have
    r"settings/(fields|layouts) 200 .*: '[\w.]+' is a required property$",
    # an example as a pattern
    r"users 200 users\.\*\.email: '.+' does not match",
    # a company with more stages
    r"pipeline 200 .*sequence_number: \d+ is greater than the maximum of 10$",
    # of an answer and an error, of which neither needs any key, one must be it and not both
    r" 200 : \{'(data|__timeline)': ",
    # the newer description has it
    r"deleted 204 is not described$",
)
"""Where the sandbox does otherwise, knowingly."""


class WithoutNulls(Layer):
    """Holds what an answer says against the description, and lets it say nothing."""

    def check(self, operation: Any, reply: Reply) -> None:
        super().check(operation, Reply(reply.status, _said(reply.body), reply.headers))


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(each) for each in value]
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each is not None}
    return value


@needed
def test_every_request_is_as_described(tmp_path) -> None:
    mock = Mock(read()["zoho"], ZohoManners())
    settings = {"contact_roles": True}
    with Sandbox([mock], token=TOKEN, now=lambda: NOW + timedelta(days=mock.night)) as sandbox:
        first = sync("zoho", sandbox.url("zoho"), tmp_path, **settings)
        mock.night = 1
        second = sync("zoho", sandbox.url("zoho"), tmp_path, **settings)
    asked_wrongly = [line for line in mock.wrong if not line.startswith("the mock's own")]
    assert asked_wrongly == []
    assert failures(first) == failures(second) == []
    assert mock.asked == ASKED
    assert all(result.rows for result in first.values())
    assert [second[stream].rows for stream in ("deal", "lead", "call")] == [450, 450, 450]


@needed
def test_answers_of_two_nights_fit(tmp_path) -> None:
    company = Company(7, 0.1, day=0)
    layer = WithoutNulls(Zoho(company, lambda: company.now), read()["zoho"])
    with Sandbox([layer], token=TOKEN, now=lambda: company.now) as sandbox:
        first = sync("zoho", sandbox.url("zoho"), tmp_path, contact_roles=True)
        company.advance(1)
        second = sync("zoho", sandbox.url("zoho"), tmp_path, contact_roles=True)
    assert failures(first) == failures(second) == []
    assert {each.rpartition(" ")[0] for each in layer.answered} == ASKED
    _all_known(layer.wrong)


def _all_known(found: Counter[str]) -> None:
    """Each line is one of those known, and each of those is still found."""
    assert [line for line in found if not any(re.search(each, line) for each in MISFITS)] == []
    assert [each for each in MISFITS if not any(re.search(each, line) for line in found)] == []


def test_requests_of_two_nights_are_as_the_facts_say(tmp_path) -> None:
    company = Company(7, 0.1, day=0)
    vendor = Zoho(company, lambda: company.now)
    vendor.listing.wall = 200
    with Sandbox([vendor], token=TOKEN, now=lambda: company.now, keeps_log=True) as sandbox:
        url = sandbox.url("zoho")
        first = sync("zoho", url, tmp_path, contact_roles=True, page_size=100)
        company.advance(1)
        second = sync("zoho", url, tmp_path, contact_roles=True, page_size=100)
        asked = list(sandbox.requests)
    assert failures(first) == failures(second) == []
    assert [line for each in asked for line in facts.wrong_with(each)] == []
    assert len({each.path for each in asked}) > 100
    assert sum(each.path.endswith("/coql") for each in asked) > 4


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "told"),
    [
        ("GET", "/crm/v8/users", "type=AllUsers", b"", "type is not one of"),
        ("GET", "/crm/v8/Deals", "limit=5", b"", "limit is no parameter"),
        ("GET", "/crm/v8/Deals", "per_page=many", b"", "per_page is no whole"),
        ("GET", "/crm/v8/settings/fields", "", b"", "needs module"),
        ("POST", "/crm/v8/coql", "", b"{}", "body needs select_query"),
        ("GET", "/crm/v8/Deals/1/__timeline", "sort_order=up", b"", "sort_order is not one of"),
        ("GET", "/crm/v8/Deals/1/2/3/4", "", b"", "is not described"),
    ],
)
def test_a_wrong_request_is_told(method, path, query, body, told) -> None:
    wrong = facts.wrong_with(Logged("zoho", method, path, query, body, True))
    assert any(told in line for line in wrong), wrong


@needed
def test_a_request_without_the_vendors_token_is_told() -> None:
    asked = {"authorization": "Zoho-oauthtoken x"}
    described = read()["zoho"]
    assert wrong_with(described, Request("GET", "/crm/v8/org")) == [
        "GET /crm/v8/org: no token",
    ]
    assert not wrong_with(described, Request("GET", "/crm/v8/org", headers=asked))
