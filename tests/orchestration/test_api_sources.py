"""HubSpot and Calendly as sources of a company, served on loopback by the sandbox."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.record import latest_streams
from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot

TOKEN = "sandbox-token-planted-1c0ffee"


@dataclass
class Place:
    sandbox: Sandbox
    crm: HubSpot
    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def run(self, *words: str) -> int:
        config = self.folder / "salescycle.yml"
        return main(["--config", str(config), "--home", str(self.home), *words])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A company whose CRM lets an app in and whose calendar takes a token."""
    crm = HubSpot()
    with Sandbox([crm, Calendly(has_routing_forms=False)], token=TOKEN) as sandbox:
        tokens = sandbox.tokens["hubspot"]
        (tmp_path / "salescycle.yml").write_text(
            "sources:\n"
            "  - name: crm\n"
            "    type: hubspot\n"
            "    oauth:\n"
            "      {client_id: '${ID}', client_secret: '${SECRET}', refresh_token: '${REFRESH}'}\n"
            f"    base_url: {sandbox.url('hubspot')}\n"
            "  - name: calendar\n"
            "    type: calendly\n"
            "    token: ${TOKEN}\n"
            f"    base_url: {sandbox.url('calendly')}\n"
        )
        (tmp_path / ".env").write_text(
            f"ID={tokens.client_id}\nSECRET={tokens.client_secret}\n"
            f"REFRESH={tokens.refresh_token}\nTOKEN={TOKEN}\n"
        )
        yield Place(sandbox, crm, tmp_path)


def test_a_night_of_both(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.crm.create(3)
    assert place.run("sync") == 0
    shown = capsys.readouterr()
    found = latest_streams(place.home / "runs.jsonl")
    assert found["crm", "deal"].rows == 3
    assert {source for source, _ in found} == {"crm", "calendar"}
    forms = found["calendar", "routing_form"]
    assert forms.status == "unavailable"
    assert "unavailable calendar routing_form: " in shown.err
    assert "stale" not in shown.err

    # The refresh token has rotated; the next night goes on with the new one.
    place.sandbox.tokens["hubspot"].expire()
    assert place.sandbox.tokens["hubspot"].renewals == 1
    assert place.run("sync") == 0
    assert place.sandbox.tokens["hubspot"].renewals == 2


def test_planted_secrets_are_where_they_belong_and_nowhere_else(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = place.sandbox.tokens["hubspot"]
    planted = {TOKEN, tokens.client_secret, tokens.refresh_token}
    place.sandbox.tokens["calendly"].token = "another"
    assert place.run("sync") == 3
    assert place.run("doctor") == 3
    assert place.run("status", "--json") == 0
    planted.add(tokens.refresh_token)
    shown = "".join(capsys.readouterr())
    files = [path for path in place.home.rglob("*") if path.is_file()]
    kept = [path for path in files if path.parent.name == "credentials" and path.suffix == ".json"]
    assert len(kept) == 1
    assert json.loads(kept[0].read_bytes())["refresh_token"] == tokens.refresh_token
    assert len(files) > 10
    for secret in planted:
        assert secret not in shown
        others = [path for path in files if path not in kept]
        assert [path for path in others if secret.encode() in path.read_bytes()] == []
    for path in (kept[0], kept[0].parent):
        assert path.stat().st_mode & 0o077 == 0


def test_doctor_names_the_scopes_that_are_missing(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.run("doctor") == 0
    capsys.readouterr()
    place.crm.missing_scopes |= {"crm.objects.deals.read", "crm.objects.goals.read"}
    assert place.run("doctor") == 3
    lines = capsys.readouterr().out.splitlines()
    (deals,) = (line for line in lines if "crm deal" in line)
    (goals,) = (line for line in lines if "crm goal" in line)
    assert deals.startswith("bad")
    assert "crm.objects.deals.read" in deals
    assert goals.startswith("ok ")
    assert "crm.objects.goals.read" in goals


def test_a_refused_credential_makes_one_source_stale_and_not_the_other(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.sandbox.tokens["calendly"].token = "another"
    assert place.run("sync") == 3
    found = latest_streams(place.home / "runs.jsonl")
    assert {record.status for key, record in found.items() if key[0] == "crm"} == {"ok"}
    for stream in ("user", "event", "event_type", "membership"):
        assert found["calendar", stream].status == "stale"
    shown = capsys.readouterr()
    assert "stale    calendar event: " in shown.err
    assert "21 streams read" in shown.out
