"""`salescycle connect`: a consent over real HTTP on loopback, with a browser that is a thread."""

import json
import socket
import stat
import threading
from collections.abc import Callable

import pytest
import requests

from tests.api.consenting import Browser, Place, consents, returned
from tests.api.test_auth import apart, auth_of


def test_a_consent_is_kept_and_the_source_can_be_read(
    place: Place, browse: Callable[[Browser], None], capsys: pytest.CaptureFixture[str]
) -> None:
    browse(consents)
    assert place.connect() == 0
    captured = capsys.readouterr()
    told = captured.out + captured.err
    assert "scheduled_events:read  meetings and their invitees\n" in told
    assert "routing forms and what was sent in (optional)" in told
    assert "needs the redirect URI http://localhost:" in told
    assert f"calendar: {place.sandbox.url('calendly')}" in told
    (asked,) = place.tokens.consents.asked
    assert asked["scope"].split()[0] == "users:read"
    assert len(asked["code_challenge"]) == 43
    assert place.kept["refresh_token"] == place.tokens.refresh_token
    assert stat.S_IMODE(place.store.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.store.parent.stat().st_mode) == 0o700
    secrets = [str(place.kept[name]) for name in ("refresh_token", "access_token")]
    assert not any(secret in told for secret in (*secrets, place.tokens.client_secret))
    assert place.tokens.renewals == 1
    assert place.run("sync", "--source", "calendar") == 0
    assert place.tokens.renewals == 1


def test_what_was_kept_is_used_whether_or_not_a_token_is_configured(
    place: Place, browse: Callable[[Browser], None]
) -> None:
    place.configure(
        "{client_id: '${ID}', client_secret: '${SECRET}', refresh_token: '${OLD}'}",
        "OLD=a-refresh-token-that-died",
    )
    browse(consents)
    assert place.connect() == 0
    place.tokens.expire()
    assert place.run("sync", "--source", "calendar") == 0
    place.configure("{client_id: '${ID}', client_secret: '${SECRET}'}")
    place.tokens.expire()
    assert place.run("sync", "--source", "calendar") == 0
    assert place.tokens.renewals == 3


def test_without_a_consent_the_line_names_the_command(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.run("sync", "--source", "calendar") == 3
    captured = capsys.readouterr()
    assert "nobody has consented yet; run `salescycle connect calendar`" in (
        captured.out + captured.err
    )


def test_a_refused_consent_changes_nothing(
    place: Place, browse: Callable[[Browser], None], capsys: pytest.CaptureFixture[str]
) -> None:
    browse(consents)
    assert place.connect() == 0
    before = place.store.read_bytes()
    place.tokens.consents.refuses = True
    browse(lambda url: requests.get(url, timeout=10).raise_for_status())
    capsys.readouterr()
    assert place.connect("--quiet") == 4
    line = capsys.readouterr().err
    assert line == (
        "salescycle: calendar: the consent was refused (access_denied); run it again as somebody "
        "who may give it\n"
    )
    assert place.store.read_bytes() == before


def test_only_the_answer_to_this_question_is_taken(
    place: Place, browse: Callable[[Browser], None]
) -> None:
    statuses: list[int] = []

    def browser(url: str) -> None:
        location, state = returned(url)
        origin = location.partition("/callback")[0]
        for wrong in (
            location.replace(state, "x" * len(state)),
            location.replace(f"state={state}&", ""),
            f"{origin}/callback?state={state}",
            f"{origin}/favicon.ico?state={state}&code=1",
            location,
            location.replace("code=", "code=other"),
        ):
            statuses.append(requests.get(wrong, timeout=10).status_code)

    browse(browser)
    hold = threading.Event()
    place.sandbox.faults.add("call", path="calendly/oauth/token", call=lambda: hold.wait(1))
    assert place.connect() == 0
    assert statuses == [400, 400, 400, 404, 200, 409]
    assert place.kept["refresh_token"] == place.tokens.refresh_token


def test_nobody_consents_in_time(
    place: Place, browse: Callable[[Browser], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def browser(url: str) -> None:
        location, state = returned(url)
        assert requests.get(location.replace(state, "wrong"), timeout=10).status_code == 400

    browse(browser)
    assert place.connect("--wait", "1", "--quiet") == 4
    line = capsys.readouterr().err
    assert "calendar: no consent within 1 s; what came belonged to another attempt" in line
    assert "has the redirect URI http://localhost:" in line
    assert not place.store.exists()


@pytest.mark.parametrize("words", [["--no-browser"], []], ids=["not wanted", "absent"])
def test_without_a_browser_the_page_is_printed(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    ended: list[int] = []
    waiting = threading.Thread(target=lambda: ended.append(place.connect("--json", *words)))
    waiting.start()
    told = ""
    while "http" not in told or not told.endswith("\n"):
        told += capsys.readouterr().err
        waiting.join(0.05)
        assert waiting.is_alive(), told
    told += capsys.readouterr().err
    (url,) = (line for line in told.splitlines() if "/oauth/authorize?" in line)
    consents(url)
    waiting.join(10)
    assert ended == [0]
    answer = json.loads(capsys.readouterr().out)
    assert answer["exit_code"] == 0
    assert [scope["name"] for scope in answer["scopes"] if scope["is_optional"]] == [
        "routing_forms:read"
    ]


def test_a_port_that_is_taken_is_one_line(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert place.run("connect", "calendar", "--quiet", "--port", port) == 2
    assert f"--port {port}: Address already in use; end what listens" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("crm", 0, "crm is let in by its token: there is nothing to consent to."),
        ("calender", 2, "no source is called calender; did you mean calendar?"),
        ("sheets", 2, "sheets: sheets are files, there is nothing to connect"),
    ],
)
def test_a_source_that_needs_no_consent(
    place: Place, capsys: pytest.CaptureFixture[str], name: str, code: int, told: str
) -> None:
    assert place.run("connect", name) == code
    captured = capsys.readouterr()
    assert told in captured.out + captured.err
    assert ("crm.objects.deals.read" in captured.out) is (name == "crm")


def test_a_system_without_a_consent_page_is_tried_with_the_token_that_it_gave(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.run("connect", "own") == 2
    line = capsys.readouterr().err
    assert "own: rest has no consent page; put the refresh token that it gives you into" in line
    app = "client_id: '${ID}', client_secret: '${SECRET}'"
    given = f"{{{app}, refresh_token: '${{REFRESH}}'}}"
    place.configure(f"{{{app}}}", f"REFRESH={place.tokens.refresh_token}", own=given)
    assert place.run("connect", "own") == 0
    told = capsys.readouterr().out
    assert "own is let in by its refresh_token: there is nothing" in told
    assert "ok  own me: 1 record" in told
    assert place.tokens.renewals == 1


def test_two_processes_go_on_from_a_consent_without_burning_its_token(
    place: Place, browse: Callable[[Browser], None]
) -> None:
    browse(consents)
    assert place.connect() == 0
    client = (place.tokens.client_id, place.tokens.client_secret)
    url = f"{place.sandbox.url('calendly')}/oauth/token"
    with apart(client, url, place.store, processes=2) as tell:
        (given,) = tell("")
        assert given == place.kept["access_token"]
        assert place.tokens.renewals == 1
        (renewed,) = tell(given)
        assert place.tokens.renewals == 2
        # a consent given while both are at work is what they go on with
        assert place.connect() == 0
        assert place.tokens.renewals == 3
        (again,) = tell(renewed)
        assert again == place.kept["access_token"] != renewed
        assert place.tokens.renewals == 3
    assert auth_of(client, url, place.store).token() == again
    assert place.kept["refresh_token"] == place.tokens.refresh_token


def test_a_consent_that_lasts_for_hours_only_is_not_kept(
    place: Place,
    browse: Callable[[Browser], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vendor = place.sandbox.vendors["calendly"]
    without = lambda answer, base: {**answer, "refresh_token": None}  # noqa: E731
    monkeypatch.setattr(vendor, "granted", without)
    browse(consents)
    assert place.connect("--quiet") == 4
    assert "no refresh token came with it; allow the app refresh tokens" in capsys.readouterr().err
    assert not place.store.exists()


def test_what_was_not_granted_is_said(
    place: Place,
    browse: Callable[[Browser], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scopes = "users:read organizations:write event_types:read"
    vendor = place.sandbox.vendors["calendly"]
    monkeypatch.setattr(vendor, "granted", lambda answer, base: {**answer, "scope": scopes})
    browse(consents)
    assert place.connect() == 3
    told = capsys.readouterr().out
    assert "Granted: event_types:read, organizations:write, users:read" in told
    assert "bad calendar scheduled_events:read: not granted, for meetings and their" in told
    # who may write may read
    assert "organizations:read: not granted" not in told
    assert "ok  calendar routing_forms:read: not granted; the rest is read without it" in told
    assert place.kept["refresh_token"] == place.tokens.refresh_token
