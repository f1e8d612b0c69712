import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import requests

from sandbox.api import Sandbox
from tests.sandbox.api.tiny import TOKEN, Tiny


def renewal(sandbox, **changed):
    tokens = sandbox.tokens["tiny"]
    form = {
        "grant_type": "refresh_token",
        "client_id": tokens.client_id,
        "client_secret": tokens.client_secret,
        "refresh_token": tokens.refresh_token,
    }
    return requests.post(f"{sandbox.url('tiny')}/token", data=form | changed, timeout=5)


def test_pages_follow_one_another(sandbox, session):
    url, found = f"{sandbox.url('tiny')}/numbers", []
    while url:
        page = session.get(url, timeout=5).json()
        found += [item["id"] for item in page["items"]]
        url = page.get("next")
    assert found == list(range(25))
    assert sandbox.calls == {("tiny", "GET", "/numbers"): 3}


def test_a_request_is_logged_without_its_token(sandbox, session):
    session.post(f"{sandbox.url('tiny')}/numbers?after=10", data=b"x", timeout=5)
    (line,) = sandbox.requests
    assert (line.method, line.path, line.query, line.body) == ("POST", "/numbers", "after=10", b"x")
    assert line.has_auth
    assert TOKEN not in repr(line)


@pytest.mark.parametrize(
    ("header", "kind"),
    [(None, "missing"), ("Bearer other", "invalid"), (f"Token {TOKEN}", "missing")],
)
def test_who_has_no_token_is_told_so_by_the_vendor(sandbox, header, kind):
    headers = {"Authorization": header} if header else {}
    answer = requests.get(f"{sandbox.url('tiny')}/numbers", headers=headers, timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"error": kind})


def test_an_access_token_is_renewed_and_its_refresh_token_used_up(sandbox, session):
    first = sandbox.tokens["tiny"].refresh_token
    answer = renewal(sandbox)
    assert answer.json()["refresh_token"] == sandbox.tokens["tiny"].refresh_token != first
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    assert session.get(f"{sandbox.url('tiny')}/numbers", timeout=5).ok
    again = renewal(sandbox, refresh_token=first)
    assert (again.status_code, again.json()) == (400, {"error": "grant"})
    assert sandbox.tokens["tiny"].renewals == 1


def test_an_access_token_expires_and_the_static_one_does_not(sandbox, session):
    sandbox.tokens["tiny"].lifetime = 0.05
    access = renewal(sandbox).json()["access_token"]
    time.sleep(0.06)
    url, old = f"{sandbox.url('tiny')}/numbers", {"Authorization": f"Bearer {access}"}
    assert session.get(url, timeout=5).ok
    answer = session.get(url, headers=old, timeout=5)
    assert (answer.status_code, answer.json()) == (401, {"error": "expired"})


@pytest.mark.parametrize("wrong", ["client_id", "client_secret", "refresh_token", "grant_type"])
def test_nothing_is_renewed_for_others(sandbox, wrong):
    assert renewal(sandbox, **{wrong: "other"}).status_code == 400


def test_a_client_may_name_itself_in_the_header(sandbox):
    tokens = sandbox.tokens["tiny"]
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
    known = (tokens.client_id, tokens.client_secret)
    assert requests.post(f"{sandbox.url('tiny')}/token", data=form, auth=known, timeout=5).json()[
        "access_token"
    ]


def test_dates_follow_the_clock_of_the_sandbox(session):
    with Sandbox([Tiny()], token=TOKEN, now=lambda: datetime(2026, 7, 1, 6, tzinfo=UTC)) as old:
        answer = session.get(f"{old.url('tiny')}/numbers", timeout=5)
    assert answer.headers["Date"] == "Wed, 01 Jul 2026 06:00:00 GMT"


def test_it_listens_on_loopback_only_and_knows_its_vendors_only(sandbox, session):
    assert sandbox.url("tiny").startswith("http://127.0.0.1:")
    assert session.get(sandbox.url("other"), timeout=5).status_code == 404


def test_many_at_once_are_all_answered_and_counted(sandbox, session):
    url = f"{sandbox.url('tiny')}/numbers"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: session.get(url, timeout=5).status_code, range(80)))
    assert answers == [200] * 80
    assert sandbox.calls["tiny", "GET", "/numbers"] == 80


def test_a_stopped_server_closes_what_clients_keep_open(session):
    running = Sandbox([Tiny()], token=TOKEN).start()
    url = f"{running.url('tiny')}/numbers"
    assert session.get(url, timeout=5).ok
    running.stop()
    with pytest.raises(requests.ConnectionError):
        session.get(url, timeout=5)
