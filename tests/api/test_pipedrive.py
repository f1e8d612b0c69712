"""Pipedrive beyond the suite: tokens of a day, whose changelogs are read, what is gone unsaid."""

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
from connectors.config.systems import PipedriveSource
from connectors.connector import ConfiguredSource, SyncResult
from connectors.errors import BudgetSpent
from connectors.landing import Landing
from connectors.pipedrive import PIPEDRIVE
from connectors.pipedrive.changes import has_products, moved
from connectors.pipedrive.errors import BLOCKED, reads_error, spent
from sandbox.api import Sandbox
from sandbox.api.pipedrive import Pipedrive
from sandbox.api.pipedrive.pace import PER_TWO_SECONDS, Pace
from sandbox.company import Company

TOKEN = "sandbox-token-of-pipedrive"
START = datetime(2026, 3, 2, 3, tzinfo=UTC)
CONNECTOR = replace(PIPEDRIVE, limits=(), policy=Policy(tries=2, first_wait_seconds=0.01))


class Account:
    """A company's account that is served, and a source that reads it."""

    def __init__(self, folder: Path, company: Company | None = None, **settings: Any) -> None:
        self.folder, self.now, self.settings = folder, START, settings
        self.company = company
        self.vendor = Pipedrive(company, lambda: company.now if company else self.now)
        self.landing = Landing(folder / "landing")
        self.open()

    def open(self) -> None:
        """Serve it, as another process would find it on another day: nothing is known of tokens."""
        self.sandbox = Sandbox(
            [self.vendor], token=TOKEN, now=self.vendor.shelves.now, keeps_log=True
        ).start()
        given = {
            "name": "crm",
            "type": "pipedrive",
            "token": TOKEN,
            "base_url": self.sandbox.url("pipedrive"),
            "calls_per_second": 100_000,
        }
        source = PipedriveSource.model_validate(given | self.settings)
        home = self.folder / f"credentials-{self.sandbox.port}"
        self.source = ConfiguredSource(
            "crm", "pipedrive", source, self.folder, CompanySettings(), credentials=home
        )

    def sync(self, stream: str) -> SyncResult:
        now = self.vendor.shelves.now()
        return CONNECTOR.sync(self.source, stream, self.landing, now=now)

    def night(self) -> dict[str, SyncResult]:
        """Every stream in the order in which they wait for each other."""
        return {stream: self.sync(stream) for stream in CONNECTOR.all_streams}

    def rows(self, stream: str) -> list[dict[str, Any]]:
        return [row for b in self.landing.read("crm", stream) for row in b.to_pylist()]

    def asked(self, word: str) -> list[str]:
        """The paths of the requests that hold a word."""
        return [each.path for each in self.sandbox.requests or () if word in each.path]


@pytest.fixture
def open_account(tmp_path: Path) -> Iterator[Callable[..., Account]]:
    opened: list[Account] = []

    def open_account(company: Company | None = None, **settings: Any) -> Account:
        opened.append(Account(tmp_path, company, **settings))
        return opened[-1]

    yield open_account
    for one in opened:
        one.sandbox.stop()


def deal(**said: Any) -> str:
    """A deal's payload; what nobody says is that of one that never moved."""
    usual = {"status": "open", "stage_id": 1, "owner_id": 5, "creator_user_id": 5}
    return json.dumps(usual | said)


@pytest.mark.parametrize(
    ("before", "now", "is_asked"),
    [
        (None, deal(), False),
        (None, deal(stage_change_time="2026-03-01T08:00:00Z"), True),
        (None, deal(status="won"), True),
        (None, deal(owner_id=6), True),
        (deal(), deal(value=7, update_time="2026-03-01T08:00:00Z"), False),
        (deal(), deal(stage_id=2, stage_change_time="2026-03-01T08:00:00Z"), True),
        (deal(), deal(status="lost"), True),
        (deal(owner_id=6), deal(), True),
        (deal(pipeline_id=1), deal(pipeline_id=2), True),
        (deal(stage_change_time="a"), deal(stage_change_time="a", title="b"), False),
        (deal(stage_change_time="a"), deal(stage_change_time="b"), True),
    ],
)
def test_the_changelog_is_asked_for_of_what_moved(before, now, is_asked) -> None:
    assert moved(before, now) is is_asked


@pytest.mark.parametrize(
    ("before", "now", "is_asked"),
    [
        (None, deal(products_count=0), False),
        (None, deal(products_count=2), True),
        (None, deal(), True),
        (deal(products_count=1), deal(products_count=0), True),
        (deal(products_count=0), deal(products_count=0, value=1), False),
    ],
)
def test_products_are_asked_for_of_deals_that_have_or_had_some(before, now, is_asked) -> None:
    assert has_products(before, now) is is_asked


def test_only_what_moved_since_is_asked_again(open_account) -> None:
    company = Company(7, 0.2, day=0)
    account = open_account(company)
    assert not any(result.refused for result in account.night().values())
    first = account.asked("/changelog")
    landed = ((row["record_id"], json.loads(row["payload"])) for row in account.rows("deal"))
    live = {key: each for key, each in landed if each["status"] != "deleted"}
    still = [key for key, each in live.items() if not moved(None, json.dumps(each))]
    assert still
    assert len(first) == len(set(first)) == len(live) - len(still)
    assert any(each["is_archived"] for each in live.values())
    company.advance(1)
    results = account.night()
    again = account.asked("/changelog")[len(first) :]
    assert 0 < len(again) == results["deal_change"].rows <= results["deal"].rows


def test_the_tokens_of_a_day_are_never_exceeded_and_go_where_they_are_worth_most(
    open_account,
) -> None:
    company = Company(7, 0.2, day=0)
    account = open_account(company, tokens_reserve=0.25)
    account.vendor.pace.tokens = 2_000
    results = account.night()
    assert 1_480 <= account.vendor.pace.used <= 1_500
    assert not results["deal"].refused
    (error,) = results["deal_change"].refused
    assert isinstance(error, BudgetSpent)
    assert "25% are kept for other tools" in str(error)
    assert 0 < results["deal_change"].rows < results["deal"].rows
    # what is left buys no further changelog, and nothing else that costs as much
    assert (results["lead"].rows, results["goal"].rows) == (0, 0)
    days = 1
    while any(result.refused for result in results.values()):
        account.vendor.pace.used = 0
        account.sandbox.stop()
        account.open()
        results = account.night()
        assert account.vendor.pace.used <= 1_500
        days += 1
    assert 2 <= days < 8
    # what was paid for on one day was not asked for again on another
    logs = [row["record_id"] for row in account.rows("deal_change")]
    assert len(logs) == len(set(logs))
    assert all(account.rows(stream) for stream in CONNECTOR.all_streams)


def test_tokens_are_counted_where_no_answer_tells(open_account, monkeypatch) -> None:
    account = open_account(Company(7, 0.1, day=0), daily_tokens=400, tokens_reserve=0)
    monkeypatch.setattr(type(account.vendor.pace), "headers", {})
    results = account.night()
    assert 380 <= account.vendor.pace.used <= 400
    assert isinstance(results["deal_change"].refused[0], BudgetSpent)


def test_what_is_published_is_never_exceeded(open_account) -> None:
    account = open_account(Company(7, 0.02, day=0), calls_per_second=None)
    account.vendor.pace = Pace(100_000, is_limited=True)
    patient = replace(PIPEDRIVE, policy=Policy(tries=1))
    now = account.vendor.shelves.now()
    results = [
        patient.sync(account.source, stream, account.landing, now=now)
        for stream in patient.all_streams
    ]
    assert [error for result in results for error in result.refused] == []
    assert sum(result.calls for result in results) > 2 * PER_TWO_SECONDS


def test_a_vendor_that_has_no_more_is_asked_no_more(open_account, monkeypatch) -> None:
    account = open_account(Company(7, 0.1, day=0), daily_tokens=100_000)
    monkeypatch.setattr(Pace, "headers", {})
    monkeypatch.setattr("sandbox.api.pipedrive.pace.PER_TWO_SECONDS", 10_000)
    account.vendor.pace = Pace(400, is_limited=True)
    results = account.night()
    assert "used up" in str(results["deal_change"].refused[0])
    asked = len(account.sandbox.requests or ())
    assert [results[stream].calls for stream in ("lead", "activity", "person")] == [0, 0, 0]
    assert account.sync("note").refused
    assert len(account.sandbox.requests or ()) == asked


def refusal(status: int, body: bytes = b"{}", **headers: str) -> Refusal:
    return Refusal(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (refusal(429, x_ratelimit_remaining="0"), None),
        (refusal(429), None),
        (refusal(429, x_ratelimit_remaining="17"), SPENT),
        (
            refusal(429, x_ratelimit_remaining="0", x_daily_ratelimit_token_remaining="0"),
            SPENT,
        ),
        (refusal(403), None),
        (refusal(403, b"<html>Attention</html>"), SPENT.saying(BLOCKED)),
        (refusal(503, b"<html>"), None),
    ],
)
def test_what_a_refusal_means(answer, meaning) -> None:
    assert reads_error(answer) == meaning


def test_who_is_blocked_asks_nothing_more(open_account) -> None:
    account = open_account()
    account.sandbox.faults.add("html", status=403)
    (error,) = account.sync("user").refused
    assert BLOCKED in str(error)
    asked = len(account.sandbox.requests or ())
    assert isinstance(account.sync("deal").refused[0], BudgetSpent)
    assert len(account.sandbox.requests or ()) == asked == 1


def test_headers_that_are_missing_or_odd_tell_nothing() -> None:
    limit, remaining = "x-daily-ratelimit-token-limit", "x-daily-ratelimit-token-remaining"
    for headers in ({}, {limit: "150000"}, {limit: "many", remaining: "1"}):
        assert spent(headers) is None
    found = spent({limit: "150000", remaining: "146932"})
    assert found
    assert (found.used, found.limit) == (3_068, 150_000)


def test_what_is_gone_without_a_trace_is_found_by_reading_everything(open_account) -> None:
    account = open_account(reconcile_days=7)
    made = list(account.vendor.create(20))
    assert account.sync("deal").rows == 20
    account.vendor.delete(made[3])
    # longer than deleted deals are shown
    account.now += timedelta(days=40)
    result = account.sync("deal")
    assert (result.refused, result.deleted) == ([], 1)
    assert [row["record_id"] for row in account.rows("deal") if row["is_deleted"]] == [made[3]]
    account.now += timedelta(days=1)
    assert account.sync("deal").rows == 0


def test_pages_by_offset_lose_nothing_that_moves_up(open_account) -> None:
    company = Company(7, 0.1, day=0)
    account = open_account(company, page_size=40)
    shelf = account.vendor.shelves._shelf("leads")
    lost = [record for record in shelf if not record.is_archived][:5]

    def meanwhile() -> None:
        for record in lost:
            shelf.remove(record)

    account.sandbox.faults.add("call", call=meanwhile, path="/leads", after=1)
    assert not account.sync("lead").refused
    landed = {row["record_id"] for row in account.rows("lead")}
    assert landed >= {record.id for record in shelf}


def test_an_apps_token_is_sent_as_one_and_a_persons_is_not(open_account) -> None:
    account = open_account()
    tokens, heard = account.sandbox.tokens["pipedrive"], list[str]()
    told = account.vendor.credential
    account.vendor.credential = lambda request: (
        heard.append("app" if request.header("authorization") else "person") or told(request)
    )
    assert not account.sync("user").refused
    grant = {n: getattr(tokens, n) for n in ("client_id", "client_secret", "refresh_token")}
    url = account.sandbox.url("pipedrive")
    assert set(heard) == {"person"}
    heard.clear()
    settings = PipedriveSource.model_validate(
        {"name": "crm", "type": "pipedrive", "base_url": url, "auth_url": url, "oauth": grant}
    )
    app = replace(account.source, settings=settings)
    assert not CONNECTOR.sync(app, "user", account.landing, now=START).refused
    assert set(heard) == {"app"}
    assert tokens.renewals == 1
