"""Dates and times in sheets: every notation, the zones, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Sheets

from connectors.errors import TableRefused

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "time.yml"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-01-05", "2026-01-05"),
        (" 2026-01-05 ", "2026-01-05"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"),
        ("2026-01-05T09:00:00+02:00", "2026-01-05T07:00:00Z"),
        ("2026-01-05 09:00", "2026-01-05T08:00:00Z"),
        ("2026-01-05 09:00:00", "2026-01-05T08:00:00Z"),
        ("2026-07-05 09:00:00", "2026-07-05T07:00:00Z"),
        ("2026-01-05 09:00:00.123450", "2026-01-05T08:00:00.12345Z"),
        ("2026-01-05 09:00:00 UTC", "2026-01-05T09:00:00Z"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("31.12.2025 14:05", "2025-12-31T13:05:00Z"),
        ("12/31/2025 2:05 PM", "2025-12-31T13:05:00Z"),
        ("12/31/2025 12:05 AM", "2025-12-30T23:05:00Z"),
        ("03/03/2026", "2026-03-03"),
        ("2026/1/5", "2026-01-05"),
        ("20260105", "2026-01-05"),
        ("5 Jan 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        ("05-Jan-26", "2026-01-05"),
        ("1/31/26", "2026-01-31"),
        ("2026-02-30", None),
        ("soon", None),
        ("2026", None),
        ("25:00", None),
    ],
)
def test_one_cell(sheets: Sheets, cell: str, expected: str | None) -> None:
    assert sheets.column("created_at", [cell], timezone="Europe/Copenhagen") == [expected]


def test_skipped_and_doubled_wall_times(sheets: Sheets) -> None:
    found = sheets.column(
        "created_at",
        ["2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-03-29 12:00:00"],
        timezone="Europe/Copenhagen",
    )
    assert found == ["2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z", "2026-03-29T10:00:00Z"]


def test_the_case_of_the_change_of_clocks(sheets: Sheets) -> None:
    if not CASES.is_file():
        pytest.skip(f"the hand-worked cases are not at {CASES}")
    cases = yaml.safe_load(CASES.read_text())["cases"]
    (case,) = [case for case in cases if case["id"] == "time-dst-spring"]
    given: list[dict[str, Any]] = case["given"]["stage_event"]
    lines = [f"{row['deal_id']},{row['stage']},{row['entered_at']}" for row in given]
    sheets.write("events.csv", "\n".join(["deal_id,stage,entered_at", *lines]) + "\n")
    zone = case["config"]["tables"]["stage_event"]["timezone"]
    sheets.declare({"path": "events.csv", "entity": "stage_event", "timezone": zone})
    sheets.sync("stage_event")
    found = {
        (event["deal_id"], event["stage"]): event["entered_at"]
        for event in sheets.canonical("stage_event").values()
    }
    assert found == {
        ("DS1", "Contacted"): "2026-03-28T11:00:00Z",
        ("DS1", "Demo"): "2026-03-29T10:00:00Z",
        ("DS1", "Won"): "2026-03-30T10:00:00Z",
        ("DS3", "Contacted"): "2026-03-29T01:30:00Z",
    }


def test_zone_of_the_company_where_the_table_has_none(sheets: Sheets) -> None:
    sheets.company = {"reporting_timezone": "America/Sao_Paulo"}
    assert sheets.column("created_at", ["2026-01-05 09:00:00"]) == ["2026-01-05T12:00:00Z"]


def test_one_value_decides_the_column(sheets: Sheets) -> None:
    assert sheets.column("created_at", ["03/04/2026", "13/04/2026"]) == ["2026-04-03", "2026-04-13"]
    assert sheets.column("created_at", ["03/04/2026", "04/13/2026"]) == ["2026-03-04", "2026-04-13"]


def test_two_readings_are_refused_and_a_declaration_decides(sheets: Sheets) -> None:
    with pytest.raises(TableRefused) as refused:
        sheets.column("created_at", ["2026-01-05", "03/04/2026", "05/06/2026"])
    assert (refused.value.file, refused.value.line) == ("cells.csv", 3)
    assert "2026-04-03" in str(refused.value)
    assert "2026-03-04" in str(refused.value)
    assert 'dates: {created_at: "%d/%m/%Y"}' in refused.value.fix
    assert sheets.rows("deal") == []
    for declared, expected in (("%d/%m/%Y", "2026-04-03"), ("%m/%d/%Y", "2026-03-04")):
        assert sheets.column("created_at", ["03/04/2026"], dates=declared) == [expected]
        by_field = {"created_at": declared}
        assert sheets.column("created_at", ["03/04/2026"], dates=by_field) == [expected]


def test_a_declared_order_holds_with_a_time_too(sheets: Sheets) -> None:
    cells = ["03/04/2026 10:00", "2026-05-01", "32/01/2026"]
    found = sheets.column("created_at", cells, dates="%d/%m/%Y", timezone="UTC")
    assert found == ["2026-04-03T10:00:00Z", "2026-05-01", None]


def test_contradicting_dates_are_refused(sheets: Sheets) -> None:
    with pytest.raises(TableRefused, match="not written the same way") as refused:
        sheets.column("created_at", ["13/04/2026", "03/04/2026", "04/13/2026"])
    assert refused.value.line == 4


def test_a_column_of_midnights_is_one_of_dates(sheets: Sheets) -> None:
    midnights = ["2017-03-01 00:00:00", "2017-03-02 00:00:00", ""]
    assert sheets.column("created_at", midnights) == ["2017-03-01", "2017-03-02", None]
    mixed = ["2017-03-01 00:00:00", "2017-03-02 00:00:01"]
    assert sheets.column("created_at", mixed, timezone="UTC") == [
        "2017-03-01T00:00:00Z",
        "2017-03-02T00:00:01Z",
    ]
    instants = ["2017-03-01T00:00:00Z"]
    assert sheets.column("created_at", instants) == ["2017-03-01T00:00:00Z"]


def test_a_later_file_is_read_as_the_earlier_ones_were(sheets: Sheets) -> None:
    sheets.declare({"path": "deals_*.csv", "entity": "deal"})
    sheets.write("deals_1.csv", "deal_id,created_at\nD1,13/04/2026\n")
    assert not sheets.sync("deal").refused
    sheets.write("deals_2.csv", "deal_id,created_at\nD2,03/04/2026\n")
    assert not sheets.sync("deal").refused
    assert sheets.canonical("deal")["D2"]["created_at"] == "2026-04-03"


def test_whole_columns_and_single_cells_read_alike(sheets: Sheets) -> None:
    cells = [
        "2026-03-29 02:30:00",
        "2026-03-28 23:59:59.5",
        "2026-10-25T02:30:00",
        "2026-07-01T09:00:00Z",
        "1969-12-31 23:59:59.999999",
        "2026-01-05",
        "",
    ]
    zone = {"timezone": "Europe/Copenhagen"}
    whole = sheets.column("created_at", cells, **zone)
    # One cell that is no time makes the column one that is read cell by cell.
    singly = sheets.column("created_at", [*cells, "n/a"], **zone)
    assert singly == [*whole, None]
    assert whole == [
        "2026-03-29T01:30:00Z",
        "2026-03-28T22:59:59.5Z",
        "2026-10-25T00:30:00Z",
        "2026-07-01T09:00:00Z",
        "1969-12-31T22:59:59.999999Z",
        "2026-01-05",
        None,
    ]
