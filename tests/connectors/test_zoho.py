"""Zoho CRM beyond the suite: the wall, queries, whole seconds, scopes, credits, data centers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.api.policy import Policy
from connectors.api.refusals import SPENT, Refusal
from connectors.config.models import Company as CompanySettings
from connectors.config.systems import ZohoSource
from connectors.connector import ConfiguredSource, SyncResult
from connectors.errors import BudgetSpent, ScopeMissing
from connectors.landing import Landing
from connectors.zoho import ZOHO
from connectors.zoho.answers import reads_error
from connectors.zoho.connector import accounts_url
from sandbox.api import Sandbox
from sandbox.api.zoho import Zoho
from sandbox.api.zoho.modules import MODULES
from sandbox.company import Company

TOKEN = "sandbox-token-of-zoho"
START = datetime(2026, 3, 2, 3, tzinfo=UTC)
CONNECTOR = replace(ZOHO, limits=(), policy=Policy(tries=2, first_wait_seconds=0.01))


class Org:
    """An organisation that is served, and a source that reads it."""

    def __init__(self, folder: Path, company: Company | None = None, **settings: Any) -> None:
        self.now = company.now if company else START
        credits_a_day = settings.pop("credits_a_day", None)
        self.vendor = Zoho(company, lambda: self.now, credits_a_day=credits_a_day)
        self.sandbox = Sandbox([self.vendor], token=TOKEN, now=lambda: self.now, keeps_log=True)
        self.url = self.sandbox.start().url("zoho")
        access: dict[str, Any] = {"base_url": self.url, "auth_url": self.url}
        if settings.pop("oauth", False):
            tokens = self.sandbox.tokens["zoho"]
            names = ("client_id", "client_secret", "refresh_token")
            access["oauth"] = {name: getattr(tokens, name) for name in names}
        else:
            access["token"] = TOKEN
        given = {"name": "crm", "type": "zoho", "page_size": 100, "calls_per_second": 100_000}
        source = ZohoSource.model_validate(given | access | settings)
        self.source = ConfiguredSource(
            "crm", "zoho", source, folder, CompanySettings(), credentials=folder / "credentials"
        )
        self.landing = Landing(folder / "landing")

    def sync(self, stream: str) -> SyncResult:
        return CONNECTOR.sync(self.source, stream, self.landing, now=self.now)

    def read(self, stream: str) -> list[str]:
        """The ids that a sync lands, in order; it must succeed."""
        before = len(self.rows(stream))
        assert self.sync(stream).refused == []
        return [row["record_id"] for row in self.rows(stream)[before:]]

    def rows(self, stream: str) -> list[dict[str, Any]]:
        return [row for batch in self.landing.read("crm", stream) for row in batch.to_pylist()]

    def asked(self) -> list[str]:
        """The paths that were asked for, each once."""
        return list(dict.fromkeys(each.path for each in self.sandbox.requests))


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Org]]:
    opened: list[Org] = []

    def serve(company: Company | None = None, **settings: Any) -> Org:
        opened.append(Org(tmp_path, company, **settings))
        return opened[-1]

    yield serve
    for org in opened:
        org.sandbox.stop()


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(7, 0.15, day=25)


def test_beyond_the_wall_queries_go_on(serve: Callable[..., Org]) -> None:
    org = serve()
    org.vendor.listing.wall = 300
    made = list(org.vendor.create(2_450))
    assert org.read("deal") == made
    queries = [each for each in org.sandbox.requests if each.path.endswith("/coql")]
    # 2,150 beyond the wall, 2,000 a query
    assert len(queries) == 2


def test_a_walk_goes_on_where_it_was_though_its_token_has_expired(
    serve: Callable[..., Org],
) -> None:
    org = serve()
    org.landing = Landing(org.landing.root, segment_bytes=1, batch_rows=20)
    made = list(org.vendor.create(450))
    org.sandbox.faults.add("status", status=500, after=2, times=1_000)
    assert org.sync("deal").refused
    org.sandbox.faults.clear()
    assert {row["record_id"] for row in org.rows("deal")} == set(made[:200])
    org.now += timedelta(hours=25)
    # the page before the failure once more, which had been landed without its place
    assert org.read("deal") == made[100:]
    assert "/crm/v8/coql" in org.asked()


def test_more_fields_than_a_listing_shows_are_queried(
    serve: Callable[..., Org], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = " ".join(f"Own_{n}" for n in range(60))
    monkeypatch.setitem(MODULES, "Deals", replace(MODULES["Deals"], custom=own))
    org = serve()
    made = list(org.vendor.create(2_100))
    org.read("field")
    assert org.read("deal") == made
    org.now += timedelta(hours=1)
    for record in made[:3]:
        org.vendor.change(record)
    assert sorted(org.read("deal")) == made[:3]
    assert "/crm/v8/Deals" not in org.asked()
    query = json.loads(next(e.body for e in org.sandbox.requests if e.path.endswith("coql")))
    assert "Own_59" in query["select_query"]


def test_fields_that_no_listing_shows_and_those_unknown_are_not_asked_for(
    serve: Callable[..., Org],
) -> None:
    org = serve(properties={"deal": {"product": "Not_There"}})
    org.vendor.create(1)
    org.read("field")
    org.read("deal")
    (query,) = {each.query for each in org.sandbox.requests if each.path == "/crm/v8/Deals"}
    assert "Referred_By" in query
    assert "Not_There" not in query
    assert "Checklist" not in query


@pytest.mark.parametrize("wall", [100_000, 20])
def test_leads_are_read_though_they_were_converted(
    serve: Callable[..., Org], company: Company, wall: int
) -> None:
    org = serve(company, page_size=20)
    org.vendor.listing.wall = wall
    there = list(org.vendor.org.by_id("Leads", 0))
    assert any(lead.is_converted for lead in there)
    assert org.read("lead") == [lead.id for lead in there]


def test_what_changes_twice_within_a_second_lands_twice(serve: Callable[..., Org]) -> None:
    org = serve()
    made = list(org.vendor.create(3))
    assert org.read("deal") == made
    for times in (1, 2):
        # the clock stands still
        org.vendor.change(made[1])
        assert org.read("deal") == [made[1]]
        assert json.loads(org.rows("deal")[-1]["payload"])["Next_Step"] == f"changed {times} times"
    assert org.read("deal") == []


def test_a_missing_scope_is_no_expired_token(serve: Callable[..., Org]) -> None:
    org = serve(oauth=True)
    org.vendor.missing = {"Deals"}
    (refused,) = org.sync("deal").refused
    assert isinstance(refused, ScopeMissing)
    assert "grant the scope ZohoCRM.modules.READ" in str(refused)
    # both are answered with 401
    assert org.sandbox.tokens["zoho"].renewals == 1


def test_a_module_that_is_not_there_is_unavailable(serve: Callable[..., Org]) -> None:
    org = serve()
    org.vendor.absent = {"DealHistory"}
    result = org.sync("stage_history")
    assert result.refused == []
    assert "DealHistory" in str(result.unavailable)


def test_a_deal_that_is_deleted_meanwhile_has_no_timeline(serve: Callable[..., Org]) -> None:
    org = serve()
    made = list(org.vendor.create(3))
    org.read("deal")
    org.vendor.delete(made[1])
    assert org.read("timeline") == [f"deal:{made[0]}", f"deal:{made[2]}"]


def test_what_costs_a_credit_for_each_record_can_be_left_out(
    serve: Callable[..., Org], company: Company
) -> None:
    org = serve(company, timelines=False, contact_roles=True)
    deals = org.read("deal")
    roles = org.read("contact_role")
    assert (org.sync("timeline").calls, org.rows("timeline")) == (0, [])
    live = [f"deal:{row['record_id']}" for row in org.rows("deal") if not row["is_deleted"]]
    assert len(deals) > 20
    assert sorted(roles) == sorted(live)


def test_credits_are_left_for_others(serve: Callable[..., Org]) -> None:
    org = serve(credits_a_day=40, daily_credits=40, credits_reserve=0.25)
    org.vendor.create(5_000)
    (refused,) = org.sync("deal").refused
    assert isinstance(refused, BudgetSpent)
    assert org.vendor.credits.used == 30
    # what was paid for stays
    assert len(org.rows("deal")) == 3_000


def test_credits_that_nobody_told_are_learnt(serve: Callable[..., Org]) -> None:
    org = serve(credits_a_day=40, credits_reserve=0.25)
    org.vendor.create(5_000)
    (refused,) = org.sync("deal").refused
    assert isinstance(refused, BudgetSpent)
    assert org.vendor.credits.used == 30


def test_used_up_credits_end_the_night(serve: Callable[..., Org]) -> None:
    org = serve(credits_a_day=10, daily_credits=1_000_000, credits_reserve=0)
    org.vendor.create(5_000)
    for _ in range(2):
        (refused,) = org.sync("deal").refused
        assert isinstance(refused, BudgetSpent)
    # once the answers say that nothing is left, nothing is asked any more
    assert len(org.sandbox.requests) == 10


def test_too_many_requests_are_a_pause_or_the_end_of_the_credits() -> None:
    body = b'{"code":"TOO_MANY_REQUESTS","status":"error"}'
    assert reads_error(Refusal(429, {}, body)) is None
    assert reads_error(Refusal(429, {"x-api-credits-remaining": "7"}, body)) is None
    assert reads_error(Refusal(429, {"x-api-credits-remaining": "0"}, body)) == SPENT


@pytest.mark.parametrize(
    ("center", "api", "accounts"),
    [
        ("com", "https://www.zohoapis.com", "https://accounts.zoho.com"),
        ("eu", "https://www.zohoapis.eu", "https://accounts.zoho.eu"),
        ("com.au", "https://www.zohoapis.com.au", "https://accounts.zoho.com.au"),
        ("ca", "https://www.zohoapis.ca", "https://accounts.zohocloud.ca"),
    ],
)
def test_a_data_center_has_addresses_of_its_own(center: str, api: str, accounts: str) -> None:
    settings = ZohoSource.model_validate(
        {"name": "crm", "type": "zoho", "token": "t", "data_center": center}
    )
    assert (settings.base_url, accounts_url(settings)) == (api, accounts)
    assert ZOHO.oauth is not None
    assert ZOHO.oauth.token_url(settings) == f"{accounts}/oauth/v2/token"


def test_every_part_is_probed(serve: Callable[..., Org], company: Company) -> None:
    org = serve(company)
    findings = list(CONNECTOR.probe(org.source, now=org.now))
    assert [each.what for each in findings if not each.is_good] == []
    org.vendor.missing, org.vendor.absent = {"Leads"}, {"DealHistory"}
    findings = list(CONNECTOR.probe(org.source, now=org.now))
    assert [each.what for each in findings if not each.is_good] == ["crm lead"]
    assert any("DealHistory" in each.detail for each in findings if each.is_good)


def test_its_own_count_is_what_is_held(serve: Callable[..., Org], company: Company) -> None:
    org = serve(company)
    for stream in ("field", "deal", "lead", "tally"):
        assert org.sync(stream).refused == []
    tallies = [json.loads(row["payload"]) for row in org.rows("tally")]
    assert [each["stream"] for each in tallies] == ["deal", "lead"]
    assert not any(each["is_different"] for each in tallies)
    assert all(each["vendor_count"] > 20 for each in tallies)
