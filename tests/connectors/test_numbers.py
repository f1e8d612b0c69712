"""Numbers in sheets: marks, signs, currencies, and what is refused."""

import pytest
from conftest import Sheets

from connectors.errors import TableRefused


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1000", "0", "-5"], ["1000", "0", "-5"]),
        (["1000.5"], ["1000.5"]),
        (["1000,5"], ["1000.5"]),
        (["1,234.50", "1,234"], ["1234.50", "1234"]),
        (["1.234,50", "1.234"], ["1234.50", "1234"]),
        (["1.234", "5.5"], ["1.234", "5.5"]),
        (["1,234,567"], ["1234567"]),
        (["0.123", "12.345"], ["0.123", "12.345"]),
        (["1 234,5", "1\u00a0234"], ["1234.5", "1234"]),
        (["1'234.5"], ["1234.5"]),
        (["€ 1.234,50", "-7 €", "$3", "(4,5)"], ["1234.50", "-7", "3", "-4.5"]),
        (["1.5E+3"], ["1500"]),
        (["007"], ["7"]),
        (["abc", "12 pieces", "1.2.3", "3.5"], [None, None, None, "3.5"]),
        (["", "   "], [None, None]),
    ],
)
def test_a_column(sheets: Sheets, cells: list[str], expected: list[str | None]) -> None:
    assert sheets.column("amount", cells) == expected


@pytest.mark.parametrize("cells", [["1.234"], ["1,234"], ["100", "2.345", "7"]])
def test_two_readings_are_refused(sheets: Sheets, cells: list[str]) -> None:
    with pytest.raises(TableRefused) as refused:
        sheets.column("amount", cells)
    assert refused.value.line == 2 + next(i for i, cell in enumerate(cells) if len(cell) == 5)
    assert 'decimal: "."' in refused.value.fix


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"decimal": ","}, ["1234", None]),
        ({"decimal": "."}, ["1.234", "1234.5"]),
        ({"thousands": "."}, ["1234", None]),
        ({"thousands": ","}, ["1.234", "1234.5"]),
    ],
)
def test_declarations(sheets: Sheets, declared: dict[str, str], expected: list[str | None]) -> None:
    assert sheets.column("amount", ["1.234", "1,234.5"], **declared) == expected


def test_a_declared_blank_leaves_the_point_to_be_one(sheets: Sheets) -> None:
    assert sheets.column("amount", ["1.234", "1 000"], thousands=" ") == ["1.234", "1000"]


def test_contradicting_numbers_are_refused(sheets: Sheets) -> None:
    with pytest.raises(TableRefused, match="not written the same way"):
        sheets.column("amount", ["1,5", "1.5"])


def test_whole_columns_and_single_cells_read_alike(sheets: Sheets) -> None:
    cells = ["1", "-0.5", "100.25", "1.234", ""]
    whole = sheets.column("amount", cells)
    assert sheets.column("amount", [*cells, "n/a"]) == [*whole, None]
    assert whole == ["1", "-0.5", "100.25", "1.234", None]


def test_yes_and_no(sheets: Sheets) -> None:
    sheets.write("people.csv", "person_id,opted_out\n1,Yes\n2,no\n3,TRUE\n4,0\n5,maybe\n6,\n")
    sheets.declare({"path": "people.csv", "entity": "person"})
    sheets.sync("person")
    found = [record.get("opted_out") for record in sheets.canonical("person").values()]
    assert found == ["true", "false", "true", "false", None, None]
    (error,) = sheets.current("person")["5"]["errors"]
    assert (error["kind"], error["value"], error["line"]) == ("bad_cell", "maybe", 6)
