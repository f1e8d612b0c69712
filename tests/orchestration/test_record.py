"""The run record survives what happens to files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.record import (
    RunRecord,
    StreamRecord,
    SyncRecord,
    append,
    last_run,
    latest_streams,
    read,
)

NIGHT = datetime(2026, 3, 1, 2, tzinfo=UTC)


def sync(run: str, *streams: StreamRecord) -> SyncRecord:
    return SyncRecord(run=run, at=NIGHT, streams=list(streams))


def stream(name: str, **facts: object) -> StreamRecord:
    known = {"source": "crm", "stream": name, "status": "ok", "checked_at": NIGHT, **facts}
    return StreamRecord(**known)  # type: ignore[arg-type]


def ended(run: str, published: str | None) -> RunRecord:
    return RunRecord(
        run=run,
        command="run",
        started_at=NIGHT,
        finished_at=NIGHT,
        exit_code=0 if published else 1,
        published=published,
    )


def test_nothing_is_known_before_the_first_run(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    assert list(read(path)) == []
    assert latest_streams(path) == {}
    assert last_run(path) is None


def test_the_newest_result_of_every_stream_is_known(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    append(path, sync("a", stream("lead", rows=3), stream("deal", rows=5)))
    append(path, sync("b", stream("lead", rows=3, status="stale", reason="gone")))
    latest = latest_streams(path)
    assert {key: found.status for key, found in latest.items()} == {
        ("crm", "lead"): "stale",
        ("crm", "deal"): "ok",
    }
    assert latest["crm", "deal"].rows == 5


def test_the_last_run_and_the_last_that_published(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    append(path, ended("a", "build-a"))
    append(path, ended("b", None))
    last, published = last_run(path), last_run(path, published=True)
    assert last is not None
    assert published is not None
    assert (last.run, published.run) == ("b", "a")


@pytest.mark.parametrize("cut", range(1, 200, 20))
def test_a_line_that_a_kill_cut_off_is_forgotten(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "runs.jsonl"
    append(path, ended("a", "build-a"))
    whole = path.read_bytes()
    append(path, ended("b", "build-b"))
    path.write_bytes(path.read_bytes()[: len(whole) + cut])
    assert [record.run for record in read(path)] == ["a"]
    append(path, ended("c", None))
    assert [record.run for record in read(path)] == ["a", "c"]
