"""Killed syncs and loads lose nothing and double nothing."""

from collections import Counter
from pathlib import Path

import duckdb
import harness
import nights

NIGHTS = 4
KILLS_IN_A_ROW = (10, 12, 14, 16)
ROUNDS = len(KILLS_IN_A_ROW)


def landed(home: Path) -> Counter[tuple[object, ...]]:
    landing = nights.landing_of(home)
    columns = ["record_id", "parent_id", "context", "payload", "is_deleted", "extracted_at"]
    return Counter(
        (source, stream, *(row[column] for column in columns))
        for source, stream in landing.streams()
        for batch in landing.read(source, stream, columns)
        for row in batch.to_pylist()
    )


def raw(home: Path) -> Counter[tuple[object, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = connection.execute(
            "select table_name from duckdb_tables() where table_name like 'spreadsheet%'"
        ).fetchall()
        assert tables
        rows = Counter(
            (table, *row)
            for (table,) in tables
            for row in connection.execute(
                "select source, record_id, parent_id, context, payload, is_deleted,"
                f" extracted_at::varchar from raw.{table}"
            ).fetchall()
        )
        noted = connection.execute("select sum(rows), count(*) from raw._segments").fetchall()
    segments = sum(
        len(nights.landing_of(home).segments(*pair)) for pair in nights.landing_of(home).streams()
    )
    assert noted == [(rows.total(), segments)]
    return rows


def test_killed_nights_end_like_undisturbed_ones(tmp_path: Path) -> None:
    kills: list[harness.Outcome] = []
    sheets = tmp_path / "sheets"
    calm = tmp_path / "calm"
    sheets.mkdir()
    with harness.ForkServer(preload=["connectors.registry", "connectors.loading"]) as server:
        for number in range(NIGHTS):
            nights.write_sheets(sheets, number)
            work = {"sheets": str(sheets), "number": number}
            measured = server.run(nights.sync_and_load, {**work, "home": str(calm)})
            assert measured.phases[-1] == "done"
            for round_number, in_a_row in enumerate(KILLS_IN_A_ROW):
                kills += harness.run_until_killed(
                    server,
                    nights.sync_and_load,
                    {**work, "home": str(tmp_path / f"killed_{round_number}")},
                    seed=100 * number + round_number,
                    kills=in_a_row,
                    measured=measured,
                )
    expected_landed, expected_raw = landed(calm), raw(calm)
    assert max(expected_landed.values()) == 1
    assert expected_landed.total() == expected_raw.total() > 800
    for round_number in range(ROUNDS):
        home = tmp_path / f"killed_{round_number}"
        assert landed(home) == expected_landed
        assert raw(home) == expected_raw
        assert not list(home.glob("landing/*/*/.landing-*"))
    assert len(kills) == NIGHTS * sum(KILLS_IN_A_ROW)
    hits = Counter(kill.last_phase for kill in kills)
    for phase in ("sync lead", "sync deal", "sync stage_event", "load"):
        assert sum(count for hit, count in hits.items() if hit.startswith(phase)) >= 5, hits
