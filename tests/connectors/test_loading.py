"""Loading: each segment once, every raw table always, and the version rule untouched."""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import yaml

from connectors.landing import Landing, Row
from connectors.loading import RAW_COLUMNS, SEGMENT_COLUMNS, load
from connectors.registry import CONNECTORS

NOW = datetime(2026, 3, 1, 2, tzinfo=UTC)
SHEETS = {"crm": "spreadsheet", "other": "spreadsheet"}
STAGING = Path(__file__).resolve().parents[2] / "dbt_project/models/staging"


def land(landing: Landing, rows: Sequence[Row], *, source: str = "crm", night: int = 0) -> None:
    extracted_at = NOW + timedelta(days=night)
    with landing.writer(source, "deal", extracted_at=extracted_at) as writer:
        for row in rows:
            writer.add(row)
        writer.commit({})


def query(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


def test_rows_arrive_whole_and_once(tmp_path: Path) -> None:
    landing, warehouse = Landing(tmp_path / "it's landing"), tmp_path / "home" / "w.duckdb"
    modified = datetime(2026, 2, 1, 12, tzinfo=UTC)
    land(landing, [Row("1", "{}", "p", "c", b"\xff", modified, False, "bad"), Row("2", "{}")])
    land(landing, [Row("1", "{}")], source="other")
    land(landing, [Row("9", "{}")], source="unknown")
    told: list[tuple[str, int]] = []
    result = load(
        warehouse,
        landing,
        connectors=SHEETS,
        progress=lambda table, rows: told.append((table, rows)),
    )
    assert (result.rows, result.segments, result.dropped) == ({"spreadsheet__deal": 3}, 2, 0)
    assert told == [("spreadsheet__deal", 3)]
    assert load(warehouse, landing, connectors=SHEETS).segments == 0
    rows = query(warehouse, "from raw.spreadsheet__deal order by load_seq, seq")
    utc = [tuple(_as_utc(value) for value in row) for row in rows]
    assert utc == [
        ("crm", "1", "p", "c", "{}", b"\xff", modified, False, NOW, 0, "bad", "000001.parquet", 1),
        ("crm", "2", None, None, "{}", None, None, False, NOW, 1, None, "000001.parquet", 1),
        ("other", "1", None, None, "{}", None, None, False, NOW, 0, None, "000001.parquet", 2),
    ]
    noted = query(
        warehouse,
        "select source, connector, stream, segment, load_seq, rows, bytes from raw._segments",
    )
    sizes = [landing.segments(source, "deal")[0].stat().st_size for source in SHEETS]
    assert noted == [
        ("crm", "spreadsheet", "deal", "000001.parquet", 1, 2, sizes[0]),
        ("other", "spreadsheet", "deal", "000001.parquet", 2, 1, sizes[1]),
    ]


def _as_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_every_raw_table_exists_and_is_what_dbt_declares(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    load(warehouse, Landing(tmp_path / "landing"), connectors={})
    found = query(
        warehouse,
        "select table_name, list(column_name || ' ' || data_type order by column_index)"
        " from duckdb_columns() where schema_name = 'raw' group by all",
    )
    tables = {name: columns for name, columns in found}
    streams = {
        f"{connector.name}__{stream}"
        for connector in CONNECTORS.values()
        for stream in connector.all_streams
    }
    assert {"spreadsheet__deal", "hubspot__association", "calendly__invitee"} < streams
    assert tables.keys() == {"_segments", *streams}
    long = {"timestamptz": "TIMESTAMP WITH TIME ZONE"}
    for name, columns in tables.items():
        declared = SEGMENT_COLUMNS if name == "_segments" else RAW_COLUMNS
        assert columns == [
            f"{key} {long.get(kind, kind.upper())}" for key, kind in declared.items()
        ]
    declarations = [
        source
        for path in sorted(STAGING.glob("*/_*__sources.yml"))
        for source in yaml.safe_load(path.read_text())["sources"]
        if source["schema"] == "raw"
    ]
    assert len(declarations) == len(CONNECTORS)
    dbt = {
        table["name"]: {column["name"]: column["data_type"] for column in table["columns"]}
        for source in declarations
        for table in source["tables"]
    }
    assert dbt.keys() >= tables.keys() - {"_segments"}
    for name, columns in dbt.items():
        assert columns == (SEGMENT_COLUMNS if name == "_segments" else RAW_COLUMNS)


def test_an_empty_warehouse_gets_everything_from_landing(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    for night in range(5):
        land(landing, [Row(f"r{night}", "{}"), Row("same", f'{{"n":{night}}}')], night=night)
        load(tmp_path / "nightly.duckdb", landing, connectors=SHEETS)
    load(tmp_path / "rebuilt.duckdb", landing, connectors=SHEETS)
    everything = "from raw.spreadsheet__deal order by load_seq, seq"
    nightly = query(tmp_path / "nightly.duckdb", everything)
    assert len(nightly) == 10
    assert query(tmp_path / "rebuilt.duckdb", everything) == nightly


def test_a_segment_that_left_landing_stays_loaded(tmp_path: Path) -> None:
    landing, warehouse = Landing(tmp_path / "landing"), tmp_path / "w.duckdb"
    land(landing, [Row("1", "{}")])
    land(landing, [Row("2", "{}")])
    load(warehouse, landing, connectors=SHEETS)
    landing.segments("crm", "deal")[0].unlink()
    land(landing, [Row("3", "{}")])
    assert load(warehouse, landing, connectors=SHEETS).rows == {"spreadsheet__deal": 1}
    assert query(warehouse, "select count(*) from raw.spreadsheet__deal") == [(3,)]


def versions(warehouse: Path) -> list[tuple[Any, ...]]:
    """The version rule in plain Python: stale rows and repeats of the current version are none."""
    rows = query(
        warehouse,
        "select source, record_id, payload, is_deleted, modified_at, load_seq, seq"
        " from raw.spreadsheet__deal order by source, record_id, load_seq, seq",
    )
    found = []
    for _, record in groupby(rows, key=lambda row: row[:2]):
        newest: datetime | None = None
        current: tuple[Any, ...] | None = None
        for row in record:
            modified = row[4]
            if newest is not None and modified is not None and modified < newest:
                continue
            newest = max(filter(None, (newest, modified)), default=None)
            if current is None or row[2:4] != current:
                found.append((*row[:4], row[4]))
            current = row[2:4]
    return found


def test_dropping_repeats_early_changes_no_version(tmp_path: Path) -> None:
    chance = random.Random(11)
    landing = Landing(tmp_path / "landing")
    kept, dropped = tmp_path / "kept.duckdb", tmp_path / "dropped.duckdb"
    count = 0
    for night in range(12):
        for source in SHEETS:
            rows = [
                Row(
                    f"r{chance.randrange(25)}",
                    f'{{"n":{chance.randrange(3)}}}',
                    modified_at=chance.choice([None, NOW + timedelta(hours=chance.randrange(4))]),
                    is_deleted=chance.random() < 0.2,
                )
                for _ in range(40)
            ]
            count += len(rows)
            land(landing, rows, source=source, night=night)
        if night % 3 == 2:
            assert load(kept, landing, connectors=SHEETS, drop_equal=False).dropped == 0
            assert load(dropped, landing, connectors=SHEETS).dropped > 0
    everything = "select count(*) from raw.spreadsheet__deal"
    assert query(kept, everything) == [(count,)]
    assert query(dropped, everything)[0][0] < count
    assert len(versions(kept)) > 100
    assert versions(dropped) == versions(kept)


def test_nothing_new_costs_next_to_nothing(tmp_path: Path) -> None:
    landing, warehouse = Landing(tmp_path / "landing"), tmp_path / "w.duckdb"
    for night in range(300):
        land(landing, [Row(f"r{night}", "{}")] if night == 0 else [], night=night)
    load(warehouse, landing, connectors=SHEETS)
    took = []
    for _ in range(5):
        began = time.process_time()
        assert load(warehouse, landing, connectors=SHEETS).segments == 0
        took.append(time.process_time() - began)
    assert min(took) < 0.1
