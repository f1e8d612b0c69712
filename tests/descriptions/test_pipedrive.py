"""Pipedrive's description: whether we ask as it says, and whether our sandbox answers so."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from sandbox.api import Sandbox
from sandbox.api.pipedrive import Pipedrive
from sandbox.api.server import Logged
from sandbox.company import Company
from tests.descriptions import facts
from tests.descriptions.layer import Layer
from tests.descriptions.manners import NOW
from tests.descriptions.manners_pipedrive import PipedriveManners
from tests.descriptions.mock import Mock
from tests.descriptions.reading import needed, read
from tests.descriptions.syncing import TOKEN, failures, sync

ASKED = {f"{method} {path}" for method, path in facts.ASKED["pipedrive"]}
MISFITS = (
    # its own example has a time of version 1 there, which names no zone
    r"activityTypes 200 data\.\*\.(add|update)_time: '[\d :-]+' is not a 'date-time'$",
    # it says of a few values only that they may be null
    r"None is not of type '(string|integer|number|array|boolean|object)'$",
)
"""Where the sandbox does otherwise, knowingly."""


@needed
def test_every_request_is_as_described(tmp_path) -> None:
    mock = Mock(read()["pipedrive"], PipedriveManners())
    with Sandbox([mock], token=TOKEN, now=lambda: NOW + timedelta(days=mock.night)) as sandbox:
        first = sync("pipedrive", sandbox.url("pipedrive"), tmp_path)
        mock.night = 1
        second = sync("pipedrive", sandbox.url("pipedrive"), tmp_path)
    assert [line for line in mock.wrong if not line.startswith("the mock's own")] == []
    assert failures(first) == failures(second) == []
    assert mock.asked == ASKED
    assert all(result.rows for result in first.values())
    assert [second[stream].rows for stream in ("deal", "activity", "lead")] == [450, 450, 450]
    assert second["deal_change"].rows == 450


@needed
def test_answers_of_two_nights_fit(tmp_path) -> None:
    company = Company(7, 0.1, day=0)
    layer = Layer(Pipedrive(company, lambda: company.now), read()["pipedrive"])
    with Sandbox([layer], token=TOKEN, now=lambda: company.now) as sandbox:
        first = sync("pipedrive", sandbox.url("pipedrive"), tmp_path)
        company.advance(1)
        second = sync("pipedrive", sandbox.url("pipedrive"), tmp_path)
    assert failures(first) == failures(second) == []
    assert {each.rpartition(" ")[0] for each in layer.answered} == ASKED
    _all_known(layer.wrong)


def _all_known(found: Counter[str]) -> None:
    """Each line is one of those known, and each of those is still found."""
    assert [line for line in found if not any(re.search(each, line) for each in MISFITS)] == []
    assert [each for each in MISFITS if not any(re.search(each, line) for line in found)] == []


def test_requests_of_two_nights_are_as_the_facts_say(tmp_path) -> None:
    company = Company(7, 0.1, day=0)
    vendor = Pipedrive(company, lambda: company.now)
    with Sandbox([vendor], token=TOKEN, now=lambda: company.now, keeps_log=True) as sandbox:
        url = sandbox.url("pipedrive")
        first = sync("pipedrive", url, tmp_path, page_size=50)
        company.advance(1)
        second = sync("pipedrive", url, tmp_path, page_size=50)
        asked = list(sandbox.requests)
    assert failures(first) == failures(second) == []
    assert [line for each in asked for line in facts.wrong_with(each)] == []
    assert len({each.path for each in asked}) > 60


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("/api/v2/deals", "status=open,gone", "is not one of"),
        ("/api/v2/deals", "limit=501", "limit is more than 500"),
        ("/api/v2/deals", "start=5", "start is no parameter"),
        ("/api/v2/deals/products", "", "needs deal_ids"),
        ("/api/v2/deals/products", "deal_ids=1,x", "is no whole"),
        ("/api/v1/leads/archived", "updated_since=2026-01-01", "updated_since is no parameter"),
        ("/api/v1/goals/find", "assignee.type=robot", "is not one of"),
        ("/api/v1/deals", "", "is not described"),
    ],
)
def test_a_wrong_request_is_told(path, query, told) -> None:
    wrong = facts.wrong_with(Logged("pipedrive", "GET", path, query, b"", True))
    assert any(told in line for line in wrong), wrong
