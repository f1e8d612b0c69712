"""What changes between nights lands, nothing else does, and what is gone is deleted."""

import pytest
from conftest import Sheets

from connectors.errors import TruncatedRead

DEAL = {"path": "deals.csv", "entity": "deal"}


def deals(*rows: str) -> str:
    return "\n".join(["deal_id,stage,amount", *rows]) + "\n"


def landed(sheets: Sheets, stream: str = "deal") -> list[tuple[str, bool]]:
    return [(row["record_id"], row["is_deleted"]) for row in sheets.rows(stream)]


def test_an_unchanged_file_lands_an_empty_segment(sheets: Sheets) -> None:
    sheets.write("deals.csv", deals("D1,Won,1", "D2,Lost,2"))
    sheets.declare(DEAL)
    first = sheets.sync("deal")
    assert (first.rows, first.segments, first.examples) == (2, 1, ["D1", "D2"])
    again = sheets.sync("deal")
    assert (again.rows, again.segments, again.examples) == (0, 1, [])
    assert len(sheets.landing.segments("sheet", "deal")) == 2
    state = sheets.landing.state("sheet", "deal")["deals.csv"]
    assert state["rows"] == 2
    assert list(state["files"]) == ["deals.csv"]


def test_only_changed_rows_land(sheets: Sheets) -> None:
    sheets.write("deals.csv", deals("D1,Won,1", "D2,Lost,2", "D3,Won,3"))
    sheets.declare(DEAL)
    sheets.sync("deal")
    sheets.write("deals.csv", deals("D3,Won,3", "D2,Lost,2.5", "D4,Won,4", "D1,Won,1"))
    result = sheets.sync("deal")
    assert (result.rows, result.deleted) == (2, 0)
    assert landed(sheets)[3:] == [("D2", False), ("D4", False)]


def test_a_value_that_comes_back_is_a_third_version(sheets: Sheets) -> None:
    sheets.declare(DEAL)
    for stage in ("Demo", "Won", "Won", "Demo"):
        sheets.write("deals.csv", deals(f"D1,{stage},1"))
        sheets.sync("deal")
    assert [row["payload"].split('"stage":"')[1][:3] for row in sheets.rows("deal")] == [
        "Dem",
        "Won",
        "Dem",
    ]


def test_rows_gone_from_a_single_file_are_deleted(sheets: Sheets) -> None:
    sheets.write("deals.csv", deals("D1,Won,1", "D2,Lost,2", "D3,Won,3"))
    sheets.declare(DEAL)
    sheets.sync("deal")
    sheets.write("deals.csv", deals("D1,Won,1", "D3,Won,3"))
    result = sheets.sync("deal")
    assert (result.rows, result.deleted) == (1, 1)
    tombstone = sheets.rows("deal")[-1]
    assert (tombstone["record_id"], tombstone["is_deleted"]) == ("D2", True)
    assert tombstone["payload"] == '{"canonical":{},"original":{},"errors":[]}'
    sheets.write("deals.csv", deals("D1,Won,1", "D2,Lost,2", "D3,Won,3"))
    assert sheets.sync("deal").rows == 1
    assert list(sheets.current("deal")) == ["D1", "D2", "D3"]


def test_a_read_of_less_than_half_is_refused(sheets: Sheets) -> None:
    sheets.write("deals.csv", deals(*(f"D{n},Won,1" for n in range(10))))
    sheets.declare(DEAL)
    sheets.sync("deal")
    sheets.write("deals.csv", deals(*(f"D{n},Won,1" for n in range(4))))
    result = sheets.sync("deal")
    (refused,) = result.refused
    assert isinstance(refused, TruncatedRead)
    assert (refused.rows, refused.before) == (4, 10)
    assert "--accept-shrink" in str(refused)
    assert result.rows == 0
    assert len(sheets.current("deal")) == 10
    assert sheets.sync("deal", accept_shrink=True).deleted == 6
    assert len(sheets.current("deal")) == 4
    sheets.write("deals.csv", deals("D0,Won,1", "D1,Won,1"))
    assert not sheets.sync("deal").refused


def test_files_of_a_pattern_add_up(sheets: Sheets) -> None:
    sheets.declare({"path": "deals_*.csv", "entity": "deal"})
    sheets.write("deals_1.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.sync("deal")
    sheets.write("deals_2.csv", deals("D2,Won,2", "D3,Demo,3"))
    result = sheets.sync("deal")
    assert (result.rows, result.deleted, result.problems) == (2, 0, [])
    assert sheets.landing.state("sheet", "deal")["deals_*.csv"]["rows"] == 4
    (sheets.folder / "deals_1.csv").unlink()
    assert sheets.sync("deal").rows == 0
    assert {key: deal["stage"] for key, deal in sheets.canonical("deal").items()} == {
        "D1": "Demo",
        "D2": "Won",
        "D3": "Demo",
    }


def test_a_corrected_earlier_file_does_not_undo_a_later_one(sheets: Sheets) -> None:
    sheets.declare({"path": "deals_*.csv", "entity": "deal"})
    sheets.write("deals_1.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.write("deals_2.csv", deals("D2,Won,2"))
    sheets.sync("deal")
    sheets.write("deals_1.csv", deals("D1,Demo,1.5", "D2,Demo,2.5"))
    assert sheets.sync("deal").rows == 1
    assert sheets.canonical("deal")["D1"]["amount"] == "1.5"
    assert sheets.canonical("deal")["D2"]["stage"] == "Won"


def test_of_a_full_pattern_the_newest_file_is_the_truth(sheets: Sheets) -> None:
    sheets.declare({"path": "deals_*.csv", "entity": "deal", "snapshot": "full"})
    sheets.write("deals_1.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.sync("deal")
    sheets.write("deals_2.csv", deals("D2,Won,2", "D3,Demo,3"))
    result = sheets.sync("deal")
    assert (result.rows, result.deleted) == (3, 1)
    assert list(sheets.current("deal")) == ["D2", "D3"]


def test_a_changed_declaration_reads_again(sheets: Sheets) -> None:
    sheets.write("events_1.csv", "deal_id,stage,entered_at,note\nD1,Demo,2026-01-05 09:00:00,x\n")
    table = {"path": "events_*.csv", "entity": "stage_event"}
    sheets.declare({**table, "timezone": "UTC"})
    sheets.sync("stage_event")
    sheets.declare({**table, "timezone": "Europe/Copenhagen"})
    result = sheets.sync("stage_event")
    # The row is named by its content, so the row as it was read before is gone.
    assert (result.rows, result.deleted) == (2, 1)
    (event,) = sheets.canonical("stage_event").values()
    assert event["entered_at"] == "2026-01-05T08:00:00Z"


def test_the_later_of_two_tables_wins(sheets: Sheets) -> None:
    sheets.write("old.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.write("new.csv", deals("D2,Won,2", "D3,Won,3"))
    sheets.declare({**DEAL, "path": "old.csv"}, {**DEAL, "path": "new.csv"})
    assert sheets.sync("deal").problems == []
    expected = {"D1": "Demo", "D2": "Won", "D3": "Won"}
    assert {key: deal["stage"] for key, deal in sheets.canonical("deal").items()} == expected
    assert len(sheets.rows("deal")) == 3
    sheets.write("old.csv", deals("D1,Demo,1", "D2,Demo,2.5"))
    assert sheets.sync("deal").rows == 0
    # What the later table gives up is the earlier one's again.
    sheets.write("new.csv", deals("D3,Won,3"))
    result = sheets.sync("deal")
    assert (result.rows, result.deleted) == (1, 0)
    assert sheets.canonical("deal")["D2"] == {"deal_id": "D2", "stage": "Demo", "amount": "2.5"}


def test_a_refused_table_keeps_what_it_landed(sheets: Sheets) -> None:
    sheets.write("old.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.write("new.csv", deals("D2,Won,2", "D3,Won,3"))
    sheets.declare({**DEAL, "path": "old.csv"}, {**DEAL, "path": "new.csv"})
    sheets.sync("deal")
    sheets.write("new.csv", deals("D2,Won,1.234"))
    sheets.write("old.csv", deals("D1,Won,1", "D2,Lost,2"))
    result = sheets.sync("deal")
    assert len(result.refused) == 1
    assert {key: deal["stage"] for key, deal in sheets.canonical("deal").items()} == {
        "D2": "Won",
        "D3": "Won",
        "D1": "Won",
    }
    sheets.write("new.csv", deals("D2,Won,1.5", "D3,Won,3"))
    assert not sheets.sync("deal").refused
    assert sheets.canonical("deal")["D2"]["amount"] == "1.5"


def test_rows_of_a_table_that_is_not_declared_any_more_are_deleted(sheets: Sheets) -> None:
    sheets.write("old.csv", deals("D1,Demo,1", "D2,Demo,2"))
    sheets.write("new.csv", deals("D2,Won,2"))
    sheets.declare({**DEAL, "path": "old.csv"}, {**DEAL, "path": "new.csv"})
    sheets.sync("deal")
    sheets.declare({**DEAL, "path": "new.csv"})
    assert sheets.sync("deal").deleted == 1
    assert list(sheets.current("deal")) == ["D2"]
    assert list(sheets.landing.state("sheet", "deal")) == ["new.csv"]


@pytest.mark.parametrize("cells", [("D1", "D1 "), ("1", " 1")])
def test_blanks_around_ids_make_no_other_record(sheets: Sheets, cells: tuple[str, str]) -> None:
    sheets.declare(DEAL)
    for cell in cells:
        sheets.write("deals.csv", deals(f"{cell},Won,1"))
        sheets.sync("deal")
    assert len(sheets.current("deal")) == 1


def test_a_file_that_another_pattern_names_better_is_of_that_one(sheets: Sheets) -> None:
    sheets.declare(
        {"path": "deal_*.csv", "entity": "deal", "columns": {"deal_id": "id", "amount": "amount"}},
        {
            "path": "deal_line_*.csv",
            "entity": "deal_line",
            "columns": {"deal_id": "id"},
            "constants": {"product": "Chair"},
        },
    )
    sheets.write("deal_1.csv", "id,amount\nD1,5\n")
    sheets.write("deal_line_1.csv", "id\nD1\n")
    deals = sheets.sync("deal")
    assert (deals.rows, deals.refused) == (1, [])
    assert sheets.sync("deal_line").rows == 1
