"""Several sources and streams at once, over real HTTP."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from connectors import registry
from connectors.config import load
from connectors.connector import ConfiguredSource
from connectors.landing import Landing
from orchestration.cli import main
from orchestration.home import Home
from orchestration.night import Night
from orchestration.progress import Silent
from orchestration.record import latest_streams
from orchestration.scheduling import WORKERS, read_all
from orchestration.session import open_night
from orchestration.syncing import streams_of, sync
from tests.orchestration.loopback import TOKEN, Small, System, serving

NOW = datetime(2026, 3, 1, 2, tzinfo=UTC)
Nights = Callable[..., Night]


@pytest.fixture
def system() -> Iterator[System]:
    with serving() as found:
        yield found


@pytest.fixture
def night(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Night]:
    """A night of some sources of one connector."""
    monkeypatch.setenv("LOOPBACK_TOKEN", TOKEN)

    def made(connector: Small, *names: str) -> Night:
        monkeypatch.setattr(registry, "CONNECTORS", {**registry.CONNECTORS, "hubspot": connector})
        path = tmp_path / "salescycle.yml"
        path.write_text(
            "sources:\n"
            + "".join(
                f"  - {{name: {name}, type: hubspot, token: '${{LOOPBACK_TOKEN}}',"
                f" base_url: '{system.url}'}}\n"
                for name in names or ("crm",)
            )
        )
        return Night(load(path), Home(tmp_path / "home"), NOW)

    return made


def sync_all(night: Night) -> dict[tuple[str, str], str]:
    wanted = [(source.name, stream) for source, stream in streams_of(night.sources)]
    with open_night(night):
        sync(night, wanted)
    return {key: found.status for key, found in night.streams.items()}


def command(night: Night, *words: str) -> int:
    assert night.config is not None
    return main(["--config", str(night.config.path), "--home", str(night.home.root), *words])


FAMILY = {"child": ("parent", "other"), "grandchild": ("child",), "parent": (), "other": ()}


def test_a_stream_begins_when_its_parents_have_ended(night: Nights, system: System) -> None:
    system.seconds = 0.05
    statuses = sync_all(night(Small(FAMILY)))
    assert set(statuses.values()) == {"ok"}
    for parent, child in (("parent", "child"), ("other", "child"), ("child", "grandchild")):
        assert system.place("end", f"crm/{parent}/0") < system.place("begin", f"crm/{child}/0")
    assert system.place("begin", "crm/other/0") < system.place("end", "crm/parent/0")


def test_a_child_of_a_parent_that_failed_works_on_what_has_landed(
    night: Nights, system: System
) -> None:
    system.failing.add("parent")
    tonight = night(Small(FAMILY))
    assert sync_all(tonight) == {
        ("crm", "parent"): "stale",
        ("crm", "other"): "ok",
        ("crm", "child"): "ok",
        ("crm", "grandchild"): "ok",
    }
    assert tonight.exit_code == 3


def test_a_parent_that_is_not_asked_for_is_not_waited_for(night: Nights, system: System) -> None:
    tonight = night(Small(FAMILY))
    with open_night(tonight):
        found = sync(tonight, [("crm", "grandchild")])
    assert found["crm", "grandchild"].status == "ok"
    assert [path for event, path in system.events if event == "begin"] == ["crm/grandchild/0"]


def test_one_source_does_not_hold_up_another_and_the_pool_is_bounded(
    night: Nights, system: System
) -> None:
    system.seconds = 0.1
    many: dict[str, tuple[str, ...]] = {f"stream_{number:02}": () for number in range(12)}
    statuses = sync_all(night(Small(many), "first", "second"))
    assert len(statuses) == 24
    assert set(statuses.values()) == {"ok"}
    assert system.most_at_once <= WORKERS
    begun = [path.split("/")[0] for event, path in system.events if event == "begin"][:WORKERS]
    assert sorted(begun) == ["first"] * (WORKERS // 2) + ["second"] * (WORKERS // 2)


def test_an_optional_stream_that_may_not_be_read_is_no_error(
    night: Nights, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    tonight = night(Small(FAMILY, unavailable=frozenset({"other"})))
    assert command(tonight, "sync") == 0
    shown = capsys.readouterr()
    assert "3 streams read" in shown.out
    assert "unavailable crm other: other: grant the scope crm.other.read" in shown.err
    record = latest_streams(tonight.home.record)["crm", "other"]
    assert (record.status, record.last_success_at) == ("unavailable", None)
    assert record.reason == "other: grant the scope crm.other.read"

    assert command(tonight, "status", "--json") == 0
    streams = {one["stream"]: one for one in json.loads(capsys.readouterr().out)["streams"]}
    assert streams["other"]["status"] == "unavailable"
    assert streams["parent"]["calls"] == streams["parent"]["forced_calls"] == 1

    assert command(tonight, "status") == 0
    table = [line.split() for line in capsys.readouterr().out.splitlines()]
    (parent,) = (line for line in table if line[:2] == ["crm", "parent"])
    assert table[0][-2:] == ["forced", "reason"]
    assert parent[-2:] == ["1", "1"]

    assert command(tonight, "doctor") == 0
    found = capsys.readouterr().out
    assert "ok  crm: answers" in found
    assert "ok  crm other: unavailable: other: grant the scope crm.other.read" in found


def test_doctor_tells_of_a_source_that_does_not_answer(
    night: Nights, system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    system.failing.add("probe")
    assert command(night(Small(FAMILY)), "doctor") == 3
    assert "bad crm: probe: answered 500; run again later" in capsys.readouterr().out


def test_what_nobody_foresaw_shows_no_token_anywhere(
    night: Nights, capsys: pytest.CaptureFixture[str]
) -> None:
    tonight = night(Small(FAMILY, broken=frozenset({"parent", "probe"})))
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    assert command(tonight, "sync") == 3
    assert command(tonight, "doctor") == 4
    assert command(tonight, "status", "--json") == 0
    shown = capsys.readouterr()
    assert "RuntimeError: {'Authorization': 'Bearer ***'}" in shown.err
    files = [path for path in tonight.home.root.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" and b"Traceback" in path.read_bytes() for path in files)
    assert TOKEN not in shown.out + shown.err
    assert [path for path in files if TOKEN.encode() in path.read_bytes()] == []
    assert logging.getLogger("urllib3").level == logging.WARNING


def test_a_token_that_was_rotated_to_is_not_shown_either(night: Nights) -> None:
    tonight = night(Small(FAMILY))
    tonight.home.prepare()
    kept = tonight.home.credentials / "crm.json"
    kept.write_text(json.dumps({"refresh_token": "rotated-77af-token", "expires_at": 3}))
    with open_night(tonight):
        logging.getLogger("salescycle").warning("sent %s", "rotated-77af-token")
    (log,) = tonight.home.logs.glob("*.log")
    assert "sent ***" in log.read_text()


def test_what_holds_secrets_or_people_is_the_owners_alone(night: Nights) -> None:
    tonight = night(Small(FAMILY, broken=frozenset({"parent"})))
    sync_all(tonight)
    seen = 0
    for folder in (tonight.home.logs, tonight.home.landing, tonight.home.credentials):
        for path in (folder, *folder.rglob("*")):
            seen += 1
            wanted = 0o700 if path.is_dir() else 0o600
            assert path.stat().st_mode & 0o777 == wanted, path
    assert seen > 8


def test_an_interrupted_run_ends_the_streams_at_their_next_page(
    night: Nights, system: System
) -> None:
    class Impatient(Silent):
        def advance(self, what: str, done: int | None = None, total: int | None = None) -> None:
            raise KeyboardInterrupt

    system.seconds, system.pages["parent"] = 0.01, 10_000_000
    tonight = night(Small({"parent": (), "other": (), "child": ("parent",)}))
    tonight.progress = Impatient()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        sync_all(tonight)
    assert time.monotonic() - started < 5
    assert not any(path.startswith("crm/child") for _, path in system.events)
    assert Landing(tonight.home.landing).state("crm", "other") == {"all": {"rows": 1}}


def test_streams_that_wait_for_each_other_are_a_defect(night: Nights) -> None:
    tonight = night(Small({"hen": ("egg",), "egg": ("hen",)}))

    def read(source: ConfiguredSource, stream: str) -> str:
        return stream

    with pytest.raises(ValueError, match="nodes are in a cycle"):
        list(read_all(streams_of(tonight.sources), read, Event()))


def test_rows_of_a_stream_whose_state_counts_none_are_counted(
    night: Nights, system: System, tmp_path: Path
) -> None:
    system.pages["parent"] = 3
    connector = Small({"parent": ()}, counts=False)
    for _ in range(2):
        tonight = night(connector)
        sync_all(tonight)
        assert tonight.streams["crm", "parent"].rows == 3
        system.pages["parent"] = 2
