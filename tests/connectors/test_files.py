"""Formats, encodings, delimiters and shapes of files."""

import gzip
import io
from datetime import date, datetime

import openpyxl
import pytest
from conftest import Sheets
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from connectors.errors import TableRefused, UserError

PLAIN = "deal_id,name,amount\nD1,Søren & Co,10.5\nD2,Žofie,20\n"
EXPECTED = {
    "D1": {"deal_id": "D1", "name": "Søren & Co", "amount": "10.5"},
    "D2": {"deal_id": "D2", "name": "Žofie", "amount": "20"},
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_unicode_in_every_form_and_delimiter(sheets: Sheets, encoding: str, mark: str) -> None:
    sheets.write("deals.csv", PLAIN.replace(",", mark).encode(encoding))
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    assert sheets.sync("deal").problems == []
    assert sheets.canonical("deal") == EXPECTED


@pytest.mark.parametrize("name", ["deals.tsv", "deals.csv.gz", "deals.tsv.gz"])
def test_names(sheets: Sheets, name: str) -> None:
    content = (PLAIN.replace(",", "\t") if "tsv" in name else PLAIN).encode()
    sheets.write(name, gzip.compress(content) if name.endswith("gz") else content)
    sheets.declare({"path": name, "entity": "deal"})
    sheets.sync("deal")
    assert sheets.canonical("deal") == EXPECTED


def test_windows_1252_is_read_and_told(sheets: Sheets) -> None:
    sheets.write("deals.csv", "deal_id,name\nD1,Müller & Søn\nD2,Ærø\n".encode("cp1252"))
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    (note,) = sheets.sync("deal").problems
    assert "deals.csv:2" in note
    assert "Windows-1252" in note
    assert [deal["name"] for deal in sheets.canonical("deal").values()] == ["Müller & Søn", "Ærø"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Иван Петров"),
        ("cp1250", "Łukasz Żółć"),
        ("shift_jis", "山田太郎"),
        ("cp1253", "Αθήνα Γιώργος"),
    ],
)
def test_other_encodings_need_a_declaration(sheets: Sheets, encoding: str, text: str) -> None:
    sheets.write("deals.csv", f"deal_id,name\nD1,x\nD2,{text}\n".encode(encoding))
    table = {"path": "deals.csv", "entity": "deal"}
    sheets.declare(table)
    (refused,) = sheets.sync("deal").refused
    assert isinstance(refused, TableRefused)
    assert refused.line == 3
    assert "encoding:" in refused.fix
    sheets.declare({**table, "encoding": encoding})
    assert not sheets.sync("deal").refused
    assert sheets.canonical("deal")["D2"]["name"] == text


def test_a_declared_delimiter_wins(sheets: Sheets) -> None:
    sheets.write("deals.csv", "deal_id|name\nD1|a;b,c\n")
    sheets.declare({"path": "deals.csv", "entity": "deal", "delimiter": "|"})
    sheets.sync("deal")
    assert sheets.canonical("deal")["D1"]["name"] == "a;b,c"


def test_delimiters_within_cells_do_not_mislead(sheets: Sheets) -> None:
    rows = [f"D{number};one, two, three;{number},5" for number in range(30)]
    sheets.write("deals.csv", "\n".join(["deal_id;name;amount", *rows]) + "\n")
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    sheets.sync("deal")
    assert sheets.canonical("deal")["D7"] == {
        "deal_id": "D7",
        "name": "one, two, three",
        "amount": "7.5",
    }


def test_shapes_of_rows(sheets: Sheets) -> None:
    sheets.write(
        "deals.csv",
        "\ufeffsep=;\r\n"
        " Deal  ID ;NAME;;x;x\r\n"
        'D1;"two\r\nlines, ""quoted""";;1;2\r\n'
        "\r\n"
        ";;;;\r\n"
        "D2;short\r\n"
        "D3;long;;1;2;more;still more\r\n",
    )
    sheets.declare(
        {"path": "deals.csv", "entity": "deal", "columns": {"deal_id": "deal id", "name": "Name"}}
    )
    result = sheets.sync("deal")
    assert (result.rows, result.problems, result.refused) == (3, [], [])
    found = sheets.current("deal")
    assert found["D1"]["canonical"]["name"] == 'two\r\nlines, "quoted"'
    assert found["D1"]["original"]["x"] == "1"
    assert found["D1"]["original"]["x (column 5)"] == "2"
    assert found["D2"]["original"] == {" Deal  ID ": "D2", "NAME": "short"}
    assert found["D3"]["original"]["(column 6)"] == "more"


def test_lines_of_errors_are_those_of_the_file(sheets: Sheets) -> None:
    sheets.write("deals.csv", 'deal_id,name,amount\nD1,"a\nb\nc",1\n\nD2,x,oops\n')
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    (problem,) = sheets.sync("deal").problems
    assert problem == "deals.csv:6: column 'amount': 'oops' is not a number"


def test_headers_on_a_later_line(sheets: Sheets) -> None:
    sheets.write("deals.csv", "Export of today,,\nby me,,\ndeal_id,name\nD1,x\n")
    sheets.declare({"path": "deals.csv", "entity": "deal", "header_row": 3})
    sheets.sync("deal")
    assert sheets.canonical("deal") == {"D1": {"deal_id": "D1", "name": "x"}}


def workbook(epoch: datetime = CALENDAR_WINDOWS_1900) -> bytes:
    book = openpyxl.Workbook()
    book.epoch = epoch
    notes = book.active
    assert notes is not None
    notes.title = "Notes"
    notes.append(["nothing here"])
    deals = book.create_sheet("Deals")
    deals.append(["deal_id", "name", "created_at", "closed_at", "amount", "contact_phone", "stage"])
    first = datetime.fromisoformat("2026-01-05T09:30")
    deals.append([1001, "A", first, date(2026, 2, 1), 1.234, 4551234567.0, "Won"])
    deals.append([None] * 7)
    deals.append(
        [1002.0, True, datetime.fromisoformat("2026-01-06"), date(2026, 2, 2), 2, "007", None]
    )
    deals.append([1003, "C", "2026-01-07", "soon", "1,5", None, "Lost"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_workbooks(sheets: Sheets, epoch: datetime) -> None:
    sheets.write("deals.xlsx", workbook(epoch))
    sheets.declare({"path": "deals.xlsx", "sheet": "Deals", "entity": "deal", "timezone": "UTC"})
    assert not sheets.sync("deal").refused
    assert sheets.canonical("deal") == {
        "1001": {
            "deal_id": "1001",
            "name": "A",
            "created_at": "2026-01-05T09:30:00Z",
            "closed_at": "2026-02-01",
            "amount": "1.234",
            "contact_phone": "4551234567",
            "stage": "Won",
        },
        "1002": {
            "deal_id": "1002",
            "name": "true",
            "created_at": "2026-01-06T00:00:00Z",
            "closed_at": "2026-02-02",
            "amount": "2",
            "contact_phone": "007",
        },
        "1003": {
            "deal_id": "1003",
            "name": "C",
            "created_at": "2026-01-07",
            "amount": "1.5",
            "stage": "Lost",
        },
    }
    assert sheets.current("deal")["1002"]["original"]["closed_at"] == "2026-02-02"
    (error,) = sheets.current("deal")["1003"]["errors"]
    assert (error["column"], error["value"], error["line"]) == ("closed_at", "soon", 5)


def test_a_sheet_that_is_not_there(sheets: Sheets) -> None:
    sheets.write("deals.xlsx", workbook())
    sheets.declare({"path": "deals.xlsx", "sheet": "Sales", "entity": "deal"})
    (refused,) = sheets.sync("deal").refused
    assert "'Sales'" in str(refused)
    assert "'Deals'" in str(refused)


def refusal(sheets: Sheets, content: bytes, name: str = "deals.csv") -> UserError:
    sheets.write(name, content)
    sheets.write("good.csv", "deal_id\nG1\n")
    sheets.declare({"path": name, "entity": "deal"}, {"path": "good.csv", "entity": "deal"})
    result = sheets.sync("deal")
    assert sheets.canonical("deal") == {"G1": {"deal_id": "G1"}}
    (refused,) = result.refused
    return refused


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no header row"),
        (b"\n \n", "no header row"),
        (b"name\nx\n", "no column fills deal_id"),
        (b"deal_id,Deal_ID,deal_id\n1,2,3\n", "the header 'deal_id' is there 2 times"),
        (b'deal_id,name\nD1,"open\nD2,x\n', "deals.csv:2: a quote that is opened here"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not text"),
        (b"PK\x03\x04broken", "the workbook cannot be read"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:30], "cannot be read"),
        (b"\xef\xbb\xbfdeal_id\nD\xff\n", "deals.csv:2: the bytes are not utf-8"),
    ],
)
def test_unreadable_files_are_refused_alone(sheets: Sheets, content: bytes, reason: str) -> None:
    assert reason in str(refusal(sheets, content))


def test_missing_files_are_refused_alone(sheets: Sheets) -> None:
    sheets.write("good.csv", "deal_id\nG1\n")
    sheets.declare(
        {"path": "gone.csv", "entity": "deal"},
        {"path": "gone_*.csv", "entity": "deal"},
        {"path": "good.csv", "entity": "deal"},
    )
    result = sheets.sync("deal")
    assert [str(refused).split(";")[0] for refused in result.refused] == [
        "gone.csv: cannot be read: no such file or directory",
        "gone_*.csv: no file matches",
    ]
    assert list(sheets.canonical("deal")) == ["G1"]
    assert "company" not in [source.name for source in sheets.sources()]


def test_a_mapped_header_that_is_missing(sheets: Sheets) -> None:
    sheets.write("deals.csv", "id,won\nD1,x\n")
    columns = {"deal_id": "id", "stage": "phase"}
    sheets.declare({"path": "deals.csv", "entity": "deal", "columns": columns})
    (refused,) = sheets.sync("deal").refused
    assert isinstance(refused, TableRefused)
    assert (refused.file, refused.line) == ("deals.csv", 1)
    assert "there is no column 'phase'" in refused.reason
    assert "'id', 'won'" in refused.fix
