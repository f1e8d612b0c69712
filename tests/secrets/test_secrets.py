"""No run shows or keeps a secret, whatever goes wrong; only the file of rotated tokens has some."""

import base64
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pytest

from connectors.landing import Landing, Row
from sandbox.api import Reply, Request, Sandbox, Vendor
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.tokens import Tokens
from sandbox.company import Company
from sandbox.company.clock import day_of, end_of
from tests.secrets import servers
from tests.secrets.searching import Search

ROOT = Path(__file__).resolve().parents[2]
HUBSPOT, CALENDLY = "pat-eu1-h/2+plant&ed=7c31", "eyJraWQ/plant+ed.9b55=&x~4421"
CLIENT, SECRET = "client-id/pl+anted=88", "client-s&cret/pl+anted=61"
REFRESH = "refresh/pl+anted=tok%en-5512"
PLANTED = {
    "token of hubspot": HUBSPOT,
    "token of calendly": CALENDLY,
    "client secret": SECRET,
    "refresh token": REFRESH,
}
COMMANDS = [["sync"], ["status", "--json"], ["status"], ["doctor"], ["doctor", "--json"]]


class Planted(Tokens):
    """A token endpoint that knows what was planted and keeps a list of what it gave out."""

    def __init__(self) -> None:
        super().__init__("no-static-token-is-known", lifetime=7200)
        self.client_id, self.client_secret, self.refresh_token = CLIENT, SECRET, REFRESH
        self.given: dict[str, str] = {}

    def renew(self, request: Request, vendor: Vendor) -> Reply:
        reply = super().renew(request, vendor)
        if reply.status == 200:
            assert isinstance(reply.body, dict)
            for name in ("access_token", "refresh_token"):
                self.given[f"{name} {self.renewals}"] = reply.body[name]
        return reply


class Company1:
    """The folder of a company whose sources are two APIs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"

    def write(self, hubspot: str, calendly: str, *, oauth: bool, auth: str = "") -> None:
        grant = (
            "{client_id: '${CAL_ID}', client_secret: '${CAL_SECRET}',"
            f" refresh_token: '${{CAL_REFRESH}}'}}\n    auth_url: {auth or calendly}"
        )
        access = f"oauth: {grant}" if oauth else "token: ${CAL_TOKEN}"
        (self.folder / "salescycle.yml").write_text(
            f"""sources:
  - name: crm
    type: hubspot
    token: ${{CRM_TOKEN}}
    base_url: {hubspot}
    calls_per_second: 1000
    timeout_seconds: 2
  - name: calendar
    type: calendly
    {access}
    base_url: {calendly}
    calls_per_second: 1000
    timeout_seconds: 2
"""
        )

    def run(self, *commands: list[str], loud: bool = True, crash: bool = False) -> str:
        """What the commands print on both ways out."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("SALESCYCLE")
        }
        secrets = {
            "CRM_TOKEN": HUBSPOT,
            "CAL_TOKEN": CALENDLY,
            "CAL_ID": CLIENT,
            "CAL_SECRET": SECRET,
            "CAL_REFRESH": REFRESH,
        }
        where = ["--config", str(self.folder / "salescycle.yml"), "--home", str(self.home)]
        orders = {
            "commands": [[*words, *where] for words in commands or COMMANDS],
            "loud": loud,
            "crash": crash,
        }
        ended = subprocess.run(
            [sys.executable, "-m", "tests.secrets.command", json.dumps(orders)],
            env={**environment, **secrets},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )
        shown = ended.stdout + ended.stderr
        assert ended.returncode == 0, shown[-3000:]
        return shown

    def assert_silent(self, shown: str, secrets: Mapping[str, str] = PLANTED) -> None:
        """None of the secrets is in what was printed or anywhere below the home folder."""
        search = Search(dict(secrets))
        assert search.names(shown.encode()) == set()
        left = search.found(self.home)
        left.pop("credentials/calendar.json", None)
        assert left == {}

    def assert_private(self) -> None:
        """What holds people's data or tokens is the owner's alone."""
        paths = [self.home / "warehouse.duckdb", *self.home.glob("*.jsonl")]
        for name in ("landing", "logs", "credentials"):
            paths += [self.home / name, *(self.home / name).rglob("*")]
        for path in paths:
            if path.exists():
                wanted = 0o700 if path.is_dir() else 0o600
                assert stat.S_IMODE(path.stat().st_mode) == wanted, path


@pytest.fixture
def company(tmp_path: Path) -> Company1:
    return Company1(tmp_path)


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    search = Search(PLANTED)
    spelt = {
        "plain.log": HUBSPOT,
        "url.log": f"?t={quote(HUBSPOT, safe='')}&x",
        "basic.log": base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode(),
        "cut.log": f"the vendor says {HUBSPOT[:17]}",
        "json.log": json.dumps({"token": CALENDLY}),
        f"{REFRESH.replace('/', '')}.log": "",
    }
    for name, text in spelt.items():
        (tmp_path / name).write_text(text)
    found = search.found(tmp_path)
    assert found["plain.log"] == found["url.log"] == found["cut.log"] == {"token of hubspot"}
    assert found["basic.log"] == {"client secret"}
    assert found["json.log"] == {"token of calendly"}
    assert {"refresh token"} in found.values()
    (tmp_path / "innocent.log").write_text("client of pat-eu1, planted in Europe")
    assert "innocent.log" not in search.found(tmp_path)


def test_the_search_reads_what_is_compressed(tmp_path: Path) -> None:
    search, now = Search(PLANTED), end_of(0)
    landing = Landing(tmp_path / "landing")
    with landing.writer("crm", "deal", extracted_at=now) as writer:
        writer.add(Row("1", json.dumps({"text": "x" * 5000 + HUBSPOT})))
        writer.commit({"": {"cursor": CALENDLY}})
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("create table t as select 'y' || $1 as v from range(9000)", [SECRET])
    assert search.found(tmp_path) == {
        "landing/crm/deal/000001.parquet": {"token of hubspot", "token of calendly"},
        "warehouse.duckdb": {"client secret"},
    }


def test_a_run_that_succeeds_shows_and_keeps_no_secret(company: Company1) -> None:
    people = Company(7, scale=0.05, day=0)
    vendors = (HubSpot(people, lambda: end_of(0)), Calendly(people, lambda: end_of(0)))
    with Sandbox(vendors, token=HUBSPOT, now=lambda: end_of(0)) as sandbox:
        planted = sandbox.tokens["calendly"] = Planted()
        company.write(sandbox.url("hubspot"), sandbox.url("calendly"), oauth=True)
        night = ["run", "--as-of", str(day_of(0))]
        shown = company.run(night, *COMMANDS[1:])
        # the next night the token has ended on its way and is renewed
        sandbox.faults.add("expire_token", path="calendly/scheduled_events")
        shown += company.run(["sync"], ["status", "--json"], ["sync", "--json"])
    assert "run ended with" in shown
    assert "run ended with 4" not in shown, shown[-3000:]
    assert (company.home / "warehouse.duckdb").exists()
    assert planted.renewals >= 2
    company.assert_silent(shown, {**PLANTED, **planted.given})
    company.assert_private()
    kept = json.loads((company.home / "credentials" / "calendar.json").read_text())
    assert kept["refresh_token"] == planted.refresh_token


def test_a_consent_shows_no_secret(company: Company1, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = company.folder / "browser.py"
    browser.write_text("import sys, urllib.request as u; u.urlopen(sys.argv[1]).read()")
    monkeypatch.setenv("BROWSER", f"{sys.executable} {browser} %s")
    vendors = (HubSpot(None, lambda: end_of(0)), Calendly(None, lambda: end_of(0)))
    with Sandbox(vendors, token=HUBSPOT, now=lambda: end_of(0)) as sandbox:
        planted = sandbox.tokens["calendly"] = Planted()
        company.write(sandbox.url("hubspot"), sandbox.url("calendly"), oauth=True)
        connect = ["connect", "calendar", "--port", "0", "--wait", "20"]
        shown = company.run(connect, ["sync"], [*connect, "--json"])
        assert shown.count("connect ended with 0") == 2
        planted.consents.refuses = True
        shown += company.run(connect)
        assert "the consent was refused (access_denied)" in shown
        sandbox.faults.add("status", path="calendly/oauth/token", status=400)
        planted.consents.refuses = False
        shown += company.run(connect)
        assert "the token endpoint answered 400" in shown
    codes = {f"code {number}": code for number, code in enumerate(planted.consents.given)}
    assert len(codes) == 3
    company.assert_silent(shown, {**PLANTED, **planted.given, **codes})
    company.assert_private()
    kept = json.loads((company.home / "credentials" / "calendar.json").read_text())
    assert kept["refresh_token"] == planted.refresh_token


FAILING = {
    "401": servers.status(401),
    "403": servers.status(403),
    "404": servers.status(404),
    "429": servers.status(429, **{"Retry-After": "0"}),
    "429 for hours": servers.status(429, **{"Retry-After": "9999"}),
    "500": servers.status(500),
    "502 in HTML": servers.html(502),
    "200 in HTML": servers.html(200),
    "an odd type": servers.odd_type,
    "a long message": servers.cut_message,
    "a host that bears the token": servers.redirect_to_a_name,
}


@pytest.mark.parametrize("name", FAILING)
def test_a_failing_api_makes_no_secret_show(company: Company1, name: str) -> None:
    with servers.Server(FAILING[name]).running() as server:
        company.write(f"{server.url}/h", f"{server.url}/c", oauth=False)
        shown = company.run()
        assert any(HUBSPOT in request for request in server.heard)
        assert any(CALENDLY in request for request in server.heard)
    assert "sync ended with 3" in shown
    assert "doctor ended with 3" in shown
    company.assert_silent(shown)
    company.assert_private()


def test_a_redirect_takes_no_credential_to_another_host(company: Company1) -> None:
    with (
        servers.Server(servers.nothing).running() as other,
        servers.Server(servers.redirect(other.url)).running() as server,
    ):
        company.write(f"{server.url}/h", f"{server.url}/c", oauth=False)
        shown = company.run()
        assert other.heard == []
        assert len(server.heard) > 2
    assert "a link leads from" in shown
    company.assert_silent(shown)


def test_a_link_takes_no_credential_to_another_host(company: Company1) -> None:
    vendors = (HubSpot(None, lambda: end_of(0)), Calendly(None, lambda: end_of(0)))
    vendors[0].create(120)
    vendors[1].create(120)
    with (
        servers.Server(servers.nothing).running() as other,
        Sandbox(vendors, token=HUBSPOT, now=lambda: end_of(0)) as sandbox,
    ):
        planted = sandbox.tokens["calendly"] = Planted()
        company.write(sandbox.url("hubspot"), sandbox.url("calendly"), oauth=True)
        sandbox.faults.add("other_host", times=1000, host=other.url)
        shown = company.run(["sync"], ["status"])
        assert sandbox.faults.hits > 2
        sandbox.faults.clear()
        sandbox.faults.add("redirect", times=1000, host=other.url)
        shown += company.run()
        assert other.heard == []
    company.assert_silent(shown, {**PLANTED, **planted.given})


def test_nobody_there_and_a_crash_within_show_no_secret(company: Company1) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
        company.write(nobody, nobody, oauth=False)
        shown = company.run()
    assert "the connection failed" in shown
    with servers.Server(servers.nothing).running() as server:
        company.write(server.url, server.url, oauth=False)
        shown += company.run(crash=True)
    logs = "".join(path.read_text() for path in (company.home / "logs").glob("*.log"))
    assert "Traceback" in logs
    assert "Bearer ***" in logs
    company.assert_silent(shown)
    company.assert_private()


@contextmanager
def refusing(answers: Any) -> Iterator[str]:
    with servers.Server(answers).running() as server:
        yield server.url


def test_a_grant_that_is_refused_shows_no_secret(company: Company1) -> None:
    with servers.Server(servers.refused_grant).running() as server:
        company.write(server.url, server.url, oauth=True)
        shown = company.run()
        assert any(quote(SECRET, safe="") in request for request in server.heard)
    assert "authorise again" in shown
    company.assert_silent(shown)
    company.assert_private()


def test_a_secret_written_into_the_file_is_refused_and_not_repeated(company: Company1) -> None:
    company.write("http://127.0.0.1:9", "http://127.0.0.1:9", oauth=False)
    path = company.folder / "salescycle.yml"
    path.write_text(path.read_text().replace("${CRM_TOKEN}", f"'{HUBSPOT}'"))
    shown = company.run()
    assert "sync ended with 2" in shown
    assert "secrets only from the environment" in shown
    company.assert_silent(shown)
