import csv
import zipfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from sandbox import sheets
from sandbox.company import Company
from sandbox.sheets.cells import danish, put


@pytest.fixture(scope="module")
def folder(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheets of the opening day and the two days after it."""
    path = tmp_path_factory.mktemp("sandbox")
    for day in (0, 1, 2):
        sheets.write(company, path, day)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_writing_again_changes_not_a_byte(company: Company, folder: Path) -> None:
    before = contents(folder)
    assert len(before) > 25
    sheets.write(company, folder, 2)
    assert contents(folder) == before


def test_it_does_not_matter_how_far_the_company_has_lived_on(folder: Path, tmp_path: Path) -> None:
    for day in (0, 1, 2):
        sheets.write(Company(day=day), tmp_path, day)
    assert contents(tmp_path) == contents(folder)


def test_a_day_adds_only_its_own_files(company: Company, tmp_path: Path) -> None:
    sheets.write(company, tmp_path, 0)
    before = contents(tmp_path)
    sheets.write(company, tmp_path, 1)
    after = contents(tmp_path)
    added = set(after) - set(before)
    assert added
    assert all(name.endswith("_2026-07-01.csv") for name in added)
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= {"sheets/accounts.csv", "sheets/contacts.csv", "sheets/costs.csv"}


def test_a_day_that_was_not_lived_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="only lived up to day 0, not 1"):
        sheets.write(Company(scale=0.05), tmp_path, 1)


def test_a_night_holds_only_what_changed(folder: Path) -> None:
    known = {row["Lead ID"]: row for row in rows(folder / "sheets/leads_2026-06-30.csv")}
    night = rows(folder / "sheets/leads_2026-07-01.csv")
    assert 0 < len(night) < 60
    for row in night:
        assert known.get(row["Lead ID"]) != row


def test_events_lie_in_the_file_of_their_day(folder: Path) -> None:
    night = rows(folder / "sheets/stage_changes_2026-07-01.csv")
    assert night
    for row in night:
        assert row["Changed at"][:10] in ("2026-06-30", "2026-07-01")
    history = rows(folder / "sheets/stage_changes_2026-06-30.csv")
    assert max(row["Changed at"] for row in history) < "2026-06-30T22:00:00Z"


def test_a_record_shows_the_last_stage_of_its_history(folder: Path) -> None:
    deals = rows(folder / "sheets/deals_2026-06-30.csv", ";", "cp1252")
    last: dict[str, tuple[str, int, str]] = {}
    order = ("Contract sent", "Closed won")
    for row in rows(folder / "sheets/stage_changes_2026-06-30.csv"):
        if row["Deal"] and not row["Seq"] and row["Stage"] in order:
            mark = (row["Changed at"], order.index(row["Stage"]), row["Stage"])
            last[row["Deal"]] = max(mark, last.get(row["Deal"], mark))
    won = [deal for deal in deals if deal["Stage"] == "Closed won" and deal["Deal ID"] in last]
    assert won
    for deal in won:
        assert last[deal["Deal ID"]][2] == "Closed won"


def test_the_deal_sheet_is_written_the_danish_way(folder: Path) -> None:
    deals = rows(folder / "sheets/deals_2026-06-30.csv", ";", "cp1252")
    assert danish(1234567.5) == "1.234.567,50"
    assert any("." in deal["Amount"] and "," in deal["Amount"] for deal in deals)
    assert any(deal["Product"] == "Støtteaftale" for deal in deals)


def test_the_price_list_is_a_workbook(folder: Path) -> None:
    book = CalamineWorkbook.from_path(str(folder / "sheets/products.xlsx"))
    table = book.get_sheet_by_name("Price list").to_python()
    assert table[0] == ["Product", "List price", "Unit cost", "Line"]
    assert table[1] == ["NordFlow Basic", 2400.0, 700.0, "Software"]
    with zipfile.ZipFile(folder / "sheets/products.xlsx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_every_mapped_column_is_in_its_sheet(folder: Path) -> None:
    config = yaml.safe_load((folder / "salescycle.yml").read_text())
    tables = config["sources"][0]["tables"]
    assert len(tables) > 10
    for table in tables:
        found = sorted(folder.glob(table["path"]))
        assert found
        if found[0].suffix == ".csv":
            encoding = "cp1252" if "/deals" in table["path"] else "utf-8"
            delimiter = ";" if "/deals" in table["path"] else ","
            header = rows(found[0], delimiter, encoding)[0].keys()
            assert set(table["columns"].values()) <= header


def test_rates_are_known_up_to_today_only(folder: Path) -> None:
    days = [date.fromisoformat(row["date"]) for row in rows(folder / "company/exchange_rates.csv")]
    assert days
    assert max(days) <= date(2026, 7, 2)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sheet.csv"
    put(path, b"old")
    (path.parent / ".sheet.csv.half").write_bytes(b"left by a kill")
    put(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in path.parent.iterdir()] == ["sheet.csv"]
