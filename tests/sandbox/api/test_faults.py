import json
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Timer

import pytest
import requests

from sandbox.api import Sandbox
from sandbox.api.faults import LONE_SURROGATE, UNKNOWN_FIELD
from tests.sandbox.api.test_server import renewal
from tests.sandbox.api.tiny import TOKEN, Tiny

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@pytest.fixture
def get(sandbox, session):
    def get(query="", **options):
        options = {"timeout": 5} | options
        return session.get(f"{sandbox.url('tiny')}/numbers{query}", **options)

    return get


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 502, 503])
def test_a_status_has_the_vendors_own_body_and_passes(sandbox, get, status):
    sandbox.faults.add("status", status=status, times=2)
    assert [get().status_code for _ in range(3)] == [status, status, 200]
    assert sandbox.faults.pending == 0
    assert sandbox.faults.hits == 2


def test_a_fault_waits_for_its_path_and_its_turn(sandbox, get, session):
    sandbox.faults.add("status", status=500, path="/numbers", after=1)
    assert session.get(f"{sandbox.url('tiny')}/other", timeout=5).status_code == 404
    assert [get().status_code for _ in range(3)] == [200, 500, 200]


def test_retry_after_in_seconds_or_as_a_date_of_the_servers_clock(session):
    clock = datetime(2026, 7, 1, 6, tzinfo=UTC)
    with Sandbox([Tiny()], token=TOKEN, now=lambda: clock) as old:
        url = f"{old.url('tiny')}/numbers"
        old.faults.add("status", status=429, retry_after=3)
        old.faults.add("status", status=429, retry_after=3, as_date=True)
        old.faults.add("status", status=429)
        seconds, date, nothing = (session.get(url, timeout=5).headers for _ in range(3))
    assert seconds["Retry-After"] == "3"
    at, now = (parsedate_to_datetime(date[name]) for name in ("Retry-After", "Date"))
    assert (at - now).total_seconds() == 3
    assert "Retry-After" not in nothing


def test_html_instead_of_json(sandbox, get):
    sandbox.faults.add("html")
    answer = get()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_a_cut_body_is_an_error_on_the_wire(sandbox, get):
    sandbox.faults.add("cut")
    with pytest.raises(BROKEN):
        get()
    assert get().ok


def test_a_hang_outlasts_the_client_and_ends_with_the_server(session):
    running = Sandbox([Tiny()], token=TOKEN).start()
    running.faults.add("hang", seconds=60)
    url, begins = f"{running.url('tiny')}/numbers", time.monotonic()
    with pytest.raises(requests.Timeout):
        session.get(url, timeout=0.1)
    running.faults.add("hang", seconds=60)
    Timer(0.1, running.stop).start()
    with pytest.raises(BROKEN):
        session.get(url, timeout=30)
    assert time.monotonic() - begins < 10


def test_something_can_be_done_when_a_request_comes_in(sandbox, get):
    done = []
    sandbox.faults.add("call", call=lambda: done.append(1), after=1)
    assert get().ok
    assert done == []
    assert get().ok
    assert done == [1]


def test_a_page_repeats_and_a_cursor_is_rejected_only_where_one_is_named(sandbox, get):
    sandbox.faults.add("repeat_page", times=2)
    first = get().json()
    assert first["next"].endswith("after=10")
    assert [get("?after=10").json()["next"][-2:] for _ in range(3)] == ["10", "10", "20"]
    sandbox.faults.add("reject_cursor")
    assert get().ok
    rejected = get("?after=10")
    assert (rejected.status_code, rejected.json()) == (400, {"error": "cursor"})


def test_an_unknown_field_is_in_every_record(sandbox, get):
    sandbox.faults.add("unknown_field")
    assert all(UNKNOWN_FIELD in item for item in get().json()["items"])
    assert not any(UNKNOWN_FIELD in item for item in get().json()["items"])


def test_half_a_surrogate_pair_is_valid_json(sandbox, get):
    sandbox.faults.add("lone_surrogate")
    answer = get().content
    assert b"\\ud800" in answer
    assert json.loads(answer)["items"][0]["text"] == LONE_SURROGATE


def test_links_and_redirects_lead_to_another_host(sandbox, get):
    sandbox.faults.add("other_host", host="http://127.0.0.9:1")
    assert get().json()["next"] == "http://127.0.0.9:1/tiny/numbers?after=10"
    sandbox.faults.add("redirect", host="http://127.0.0.9:1")
    answer = get("?after=10", allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://127.0.0.9:1/tiny/numbers?after=10"


def test_a_token_expires_in_the_middle(sandbox, get):
    access = renewal(sandbox).json()["access_token"]
    sandbox.faults.add("expire_token", after=1)
    header = {"Authorization": f"Bearer {access}"}
    answers = [get(headers=header) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert answers[1].json() == {"error": "expired"}


def test_tokens_are_renewed_in_spite_of_faults_unless_these_name_the_endpoint(sandbox):
    sandbox.faults.add("status", status=503)
    assert renewal(sandbox).ok
    sandbox.faults.add("status", status=503, path="/token")
    assert renewal(sandbox).status_code == 503
    sandbox.faults.clear()
    assert sandbox.faults.pending == 0
