"""Segments: atomic, numbered without gaps, with the state that they reach."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from connectors.errors import HomeError
from connectors.landing import SCHEMA, Landing, Row

NOW = datetime(2026, 3, 1, 2, tzinfo=UTC)


def land(landing: Landing, *ids: str, state: str = "x") -> Path:
    with landing.writer("crm", "deal", extracted_at=NOW) as writer:
        for record_id in ids:
            writer.add(Row(record_id, "{}"))
        return writer.commit({"p": {"watermark": state}})


def ids(landing: Landing) -> list[str]:
    batches = landing.read("crm", "deal", ["record_id"])
    return [record_id for batch in batches for record_id in batch.column(0).to_pylist()]


def test_rows_and_state_of_a_segment(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    modified = datetime(2026, 2, 1, 12, 0, 0, 5, tzinfo=UTC)
    with landing.writer("crm", "deal", extracted_at=NOW) as writer:
        writer.add(Row("1", '{"a":1}', "p", "c", b"\xff", modified, True, "bad text"))
        writer.add(Row("2", "{}"))
        segment = writer.commit({"all": {"watermark": "w1"}})
    assert segment.name == "000001.parquet"
    assert pq.read_schema(segment).remove_metadata().equals(SCHEMA)
    first, second = (row for batch in landing.read("crm", "deal") for row in batch.to_pylist())
    assert first == {
        "record_id": "1",
        "parent_id": "p",
        "context": "c",
        "payload": '{"a":1}',
        "payload_bytes": b"\xff",
        "modified_at": modified,
        "is_deleted": True,
        "extracted_at": NOW,
        "seq": 0,
        "payload_error": "bad text",
    }
    assert (second["seq"], second["is_deleted"], second["modified_at"]) == (1, False, None)
    assert landing.state("crm", "deal") == {"all": {"watermark": "w1"}}
    assert landing.streams() == [("crm", "deal")]


def test_nothing_landed_yet(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    assert landing.streams() == []
    assert landing.segments("crm", "deal") == []
    assert landing.state("crm", "deal") == {}
    assert list(landing.read("crm", "deal")) == []
    assert not landing.root.exists()


def test_segments_are_numbered_and_empty_ones_carry_state(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    for number in range(12):
        land(landing, *([f"r{number}"] if number % 2 else []), state=f"w{number}")
    names = [segment.name for segment in landing.segments("crm", "deal")]
    assert names == [f"{number:06d}.parquet" for number in range(1, 13)]
    assert landing.state("crm", "deal") == {"p": {"watermark": "w11"}}
    assert ids(landing) == ["r1", "r3", "r5", "r7", "r9", "r11"]


def test_a_large_sync_makes_several_segments_of_the_state_so_far(tmp_path: Path) -> None:
    landing = Landing(tmp_path, segment_bytes=2_000, batch_rows=100)
    land(landing, "before", state="old")
    with landing.writer("crm", "deal", extracted_at=NOW) as writer:
        for number in range(1_000):
            writer.add(Row(f"r{number}", f'{{"n":{hash(str(number))}}}'))
        finished = len(writer.segments)
        assert finished > 3
        assert landing.state("crm", "deal") == {"p": {"watermark": "old"}}
        writer.commit({"p": {"watermark": "new"}})
    assert writer.rows == 1_000
    assert landing.state("crm", "deal") == {"p": {"watermark": "new"}}
    assert ids(landing) == ["before", *(f"r{number}" for number in range(1_000))]


def test_uncommitted_rows_are_discarded(tmp_path: Path) -> None:
    landing = Landing(tmp_path, batch_rows=1)
    land(landing, "kept")
    with landing.writer("crm", "deal", extracted_at=NOW) as writer:
        writer.add(Row("lost", "{}"))
    assert ids(landing) == ["kept"]
    assert len(list(landing.folder("crm", "deal").iterdir())) == 1


def test_what_a_killed_run_left_is_ignored_and_removed(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    land(landing, "a")
    leftover = landing.folder("crm", "deal") / ".landing-killed"
    leftover.write_bytes(b"half")
    assert ids(landing) == ["a"]
    land(landing, "b")
    assert not leftover.exists()
    assert ids(landing) == ["a", "b"]


def test_two_writers_of_a_stream_exclude_each_other(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    with (
        landing.writer("crm", "deal", extracted_at=NOW),
        pytest.raises(HomeError, match="another run is landing deal of crm"),
        landing.writer("crm", "deal", extracted_at=NOW),
    ):
        pytest.fail("a second writer was let in")
    with landing.writer("crm", "lead", extracted_at=NOW) as writer:
        writer.commit({})


def test_a_taken_number_is_never_overwritten(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    land(landing, "a")
    with landing.writer("crm", "deal", extracted_at=NOW) as writer:
        writer.add(Row("b", "{}"))
        taken = landing.folder("crm", "deal") / "000002.parquet"
        os.link(landing.segments("crm", "deal")[0], taken)
        before = taken.read_bytes()
        with pytest.raises(HomeError, match="another run"):
            writer.commit({})
    assert taken.read_bytes() == before
    assert len(list(taken.parent.iterdir())) == 2


def test_only_the_owner_can_read_what_landed(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    segment = land(landing, "a")
    assert stat.S_IMODE(segment.stat().st_mode) == 0o600
    folders = (segment.parent, segment.parent.parent, landing.root)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 3


def test_a_naive_extraction_time_is_a_mistake(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="time zone"),
        Landing(tmp_path).writer("crm", "deal", extracted_at=NOW.replace(tzinfo=None)),
    ):
        pytest.fail("the writer was opened")
