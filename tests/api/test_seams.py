"""What a connector says of its system: how it is let in, what errors mean, what it may spend."""

import stat
import time
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pydantic import SecretStr

from connectors.api.auth import StaticToken
from connectors.api.budget import Budget, Spent
from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Client, Request
from connectors.api.limits import Clock, Shared, Throttle
from connectors.api.oauth import OAuthSystem
from connectors.api.pages import Listing, OnePage
from connectors.api.payloads import Opener
from connectors.api.refusals import (
    BUSY,
    CURSOR,
    EXPIRED,
    FORBIDDEN,
    GONE,
    INVALID,
    SPENT,
    Meaning,
    Refusal,
    busy,
)
from connectors.api.schemes import Scheme
from connectors.api.snapshots import Part, Snapshot
from connectors.api.stream import Sync
from connectors.config.models import Company
from connectors.config.sources import ApiSource, Login, OAuth
from connectors.connector import ConfiguredSource
from connectors.errors import (
    BudgetSpent,
    CursorRejected,
    NotFound,
    ScopeMissing,
    StreamFailed,
)
from connectors.landing import Landing
from tests.api.conftest import POLICY, TOKEN, Server, Told, client_of

PATH = Request("things")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
decode = msgspec.json.decode


def source_of(server: Server, **access: Any) -> ConfiguredSource:
    settings: Any = ApiSource(name="crm", type="tiny", base_url=server.url, **access)
    return ConfiguredSource("crm", "tiny", settings, Path(), Company())


LISTING = Snapshot("thing", lambda _: (Part(Listing("things", "items", OnePage(), modified=None)),))


@dataclass(frozen=True)
class Asking:
    """A stream that asks so many times, at a cost of forty."""

    name: str
    times: int
    parents: tuple[str, ...] = ()
    scope: str = ""
    is_optional: bool = False

    def sync(self, sync: Sync) -> None:
        for _ in range(self.times):
            sync.client.get(replace(PATH, cost=40), decode)


TINY = ApiConnector("tiny", (LISTING,), (), (Check("", PATH),), policy=POLICY)


def sent(server: Server, connector: ApiConnector, **access: Any) -> Mapping[str, str]:
    connector.client(source_of(server, **access), "thing").get(PATH, decode)
    return server.heard[-1][2]


def test_a_token_goes_into_the_header_that_the_vendor_reads(server: Server) -> None:
    keyed = replace(
        TINY,
        scheme=Scheme("x-api-token", ""),
        oauth=OAuthSystem(
            lambda _: f"{server.url}/token", scheme=Scheme(prefix="Zoho-oauthtoken ")
        ),
    )
    headers = sent(server, keyed, token=SecretStr(TOKEN))
    assert headers["x-api-token"] == TOKEN
    assert "Authorization" not in headers
    server.tell(Told(body=b'{"access_token": "a1"}'))
    oauth = OAuth.model_validate({"client_id": "i", "client_secret": "s", "refresh_token": "r"})
    assert sent(server, keyed, oauth=oauth)["Authorization"] == "Zoho-oauthtoken a1"


def test_a_user_is_sent_as_basic_and_nobody_as_nothing(server: Server) -> None:
    login = Login(user="ann", password=SecretStr("pass:wörd"))
    given = sent(server, TINY, login=login)["Authorization"]
    assert given == "Basic " + b64encode("ann:pass:wörd".encode()).decode()
    assert "Authorization" not in sent(server, TINY)


def test_a_session_is_begun_once_and_again_when_it_has_ended(server: Server) -> None:
    def log_in(client: Client, settings: ApiSource) -> str:
        assert settings.login is not None
        body = {"params": [settings.login.user, settings.login.password.get_secret_value()]}
        return str(client.get(Request("login", method="POST", json=body), decode))

    connector = replace(TINY, session=log_in, scheme=Scheme(prefix="Session "))
    source = source_of(server, login=Login(user="ann", password=SecretStr("password-of-ann")))
    server.tell(Told(body=b'"s1"'), Told(), Told(), Told(401), Told(body=b'"s2"'), Told())
    clients = [connector.client(source, name) for name in ("one", "two")]
    for client in (*clients, clients[0]):
        client.get(PATH, decode)
    told = [(path, headers.get("Authorization")) for _, path, headers, _ in server.heard]
    asked = [("/things", "Session s1")] * 3
    assert told == [("/login", None), *asked, ("/login", None), ("/things", "Session s2")]
    assert {"password-of-ann", "s2"} <= set(clients[1].auth.secrets)


@pytest.mark.parametrize(
    ("status", "meaning", "kind"),
    [
        (401, FORBIDDEN, ScopeMissing),
        (403, INVALID, StreamFailed),
        (403, SPENT, BudgetSpent),
        (400, CURSOR, CursorRejected),
        (400, GONE, NotFound),
        (500, GONE, NotFound),
        (401, INVALID, StreamFailed),
    ],
)
def test_what_an_error_means_is_the_vendors_to_say(
    server: Server, status: int, meaning: Meaning, kind: type[StreamFailed]
) -> None:
    def reads(refusal: Refusal) -> Meaning | None:
        assert refusal.headers["x-code"] == "7"
        return meaning.saying(refusal.json()[0]["why"]) if refusal.status == status else None

    server.tell(Told(status, b'[{"why": "because"}]', {"X-Code": "7"}))
    client = replace(client_of(server), reads_error=reads)
    with pytest.raises(StreamFailed, match=f"answered {status} \\(because\\)") as caught:
        client.get(PATH, decode)
    assert caught.type is kind
    assert len(server.heard) == 1


def test_what_is_busy_is_asked_again_and_what_has_ended_is_renewed(server: Server) -> None:
    class Renewing(StaticToken):
        renewed = 0

        def renew(self, refused: str) -> bool:
            Renewing.renewed += 1
            return True

    meanings = {403: busy(0.2), 402: EXPIRED, 406: BUSY}
    server.tell(Told(403, b"<html>"), Told(406), Told(402), Told(body=b"5"))
    client = replace(
        client_of(server, Renewing(TOKEN)), reads_error=lambda each: meanings.get(each.status)
    )
    assert client.get(PATH, decode) == 5
    assert (len(server.heard), Renewing.renewed) == (4, 1)


def test_a_message_in_a_list_is_shown(server: Server) -> None:
    server.tell(Told(400, b'[{"message": "No such column", "errorCode": "INVALID_FIELD"}]'))
    with pytest.raises(StreamFailed, match=r"answered 400 \(No such column\)"):
        client_of(server).get(PATH, decode)


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_is_empty(server: Server, status: int) -> None:
    server.tell(Told(status, b""), Told(status, b""))
    opener = Opener("data", envelope=("info.more",))
    assert client_of(server).get(PATH, opener).records == []
    assert next(iter(TINY.probe(source_of(server), now=NOW))).is_good


def test_a_success_that_ought_to_say_something_is_asked_again(server: Server) -> None:
    server.tell(Told(200, b""), Told(202, b'{"id": "job"}'))
    assert client_of(server).get(PATH, decode) == {"id": "job"}


def test_headers_go_along_and_come_back(server: Server) -> None:
    server.tell(Told(headers={"Sforce-Locator": "abc"}))
    _, headers = client_of(server).ask(replace(PATH, headers={"Accept": "text/csv"}), decode)
    assert headers["sforce-locator"] == "abc"
    assert server.heard[0][2]["Accept"] == "text/csv"


def used(headers: Mapping[str, str]) -> Spent | None:
    text = headers.get("x-used", "")
    spent, _, limit = text.partition("/")
    return Spent(float(spent), float(limit)) if limit else None


def test_no_request_goes_below_the_reserve(server: Server) -> None:
    shared = Shared(Throttle(()), Clock(), Budget(None, 0.2, used))
    client = replace(client_of(server), shared=shared)
    server.tell(*(Told(headers={"X-Used": told}) for told in ("10/100", "75/100")), Told())
    for _ in range(2):
        client.get(PATH, decode)
    assert shared.budget.left == 5
    with pytest.raises(BudgetSpent, match="crm deal: 75 of 100 calls of the day are used and 20%"):
        client.get(replace(PATH, cost=6), decode)
    # an answer that says nothing is counted
    client.get(replace(PATH, cost=3), decode)
    assert shared.budget.left == 2
    # and a new day is known by what the vendor says
    server.tell(Told(headers={"X-Used": "1/100"}))
    client.get(PATH, decode)
    assert shared.budget.left == 79
    assert len(server.heard) == 4


def test_a_budget_known_beforehand_is_never_exceeded_by_threads(server: Server) -> None:
    client = replace(client_of(server), shared=Shared(Throttle(()), Clock(), Budget(40)))

    def ask(_: int) -> bool:
        try:
            client.get(replace(PATH, cost=5), decode)
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(30))) == 8
    assert len(server.heard) == 8


@pytest.mark.parametrize(
    ("told", "first", "hours", "asked"),
    [
        (None, 2, 19, 0),
        (None, 2, 21, 2),
        ("90/100", 1, 5, 0),
        ("90/100", 1, 7, 1),
        ("20/100", 2, 5, 2),
    ],
)
def test_the_next_process_goes_on_from_what_was_used(
    server: Server,
    tmp_path: Path,
    monkeypatch: Any,
    told: str | None,
    first: int,
    hours: int,
    asked: int,
) -> None:
    def process(number: int, requests: int) -> int:
        """How many of the requests a process may make."""
        connector = replace(
            TINY,
            declared=(Asking("thing", requests),),
            budget=lambda _: Budget(100, 0.2, used),
        )
        # another credential object in the same folder, as another process has
        source = replace(
            source_of(server, token=SecretStr(f"{told}-{hours}-{number}")),
            credentials=tmp_path / "credentials",
        )
        return connector.sync(source, "thing", Landing(tmp_path), now=NOW).calls

    answer = Told(headers={"X-Used": told} if told else {})
    server.tell(answer, answer)
    assert process(1, 2) == first
    now = time.time() + hours * 3600
    monkeypatch.setattr("connectors.api.budget.time.time", lambda: now)
    server.answers.clear()
    server.tell(answer, answer)
    assert process(2, 2) == asked
    assert stat.S_IMODE((tmp_path / "credentials" / "crm.budget").stat().st_mode) == 0o600


def test_once_a_day_is_spent_no_stream_asks_any_more(server: Server, tmp_path: Path) -> None:
    spent = replace(TINY, reads_error=lambda refusal: SPENT, budget=lambda _: Budget(1000))
    source = source_of(server, token=SecretStr("token-of-a-spent-day"))
    server.tell(Told(403))
    results = [spent.sync(source, "thing", Landing(tmp_path), now=NOW) for _ in range(3)]
    assert all(isinstance(result.refused[0], BudgetSpent) for result in results)
    assert len(server.heard) == 1
