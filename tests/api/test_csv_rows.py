"""CSV pages as records."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from connectors.api.csv_rows import CsvOpener

OPENER = CsvOpener("Id", "SystemModstamp", ("IsDeleted", "Nothing"))
HEAD = b"Id,Name,SystemModstamp,IsDeleted\n"


def test_a_row_is_the_json_of_its_cells() -> None:
    body = '"006","Ünï, ""x""\nand more","2026-05-01T07:25:37.000+0000","false"\r\n"007","","",""\n'
    first, second = OPENER(b"\xef\xbb\xbf" + HEAD + body.encode()).records
    assert json.loads(first.payload) == {
        "Id": "006",
        "Name": 'Ünï, "x"\nand more',
        "SystemModstamp": "2026-05-01T07:25:37.000+0000",
        "IsDeleted": "false",
    }
    assert (first.key, first.values) == ("006", ("false", None))
    assert first.modified_at == datetime(2026, 5, 1, 7, 25, 37, tzinfo=UTC)
    assert json.loads(second.payload)["Name"] is second.modified_at is None
    assert (first.error, first.original) == (None, None)


def test_a_long_text_is_no_mistake() -> None:
    (record,) = OPENER(HEAD + b'1,"' + b"x" * 300_000 + b'",,\n').records
    assert len(record.payload) > 300_000


def test_bytes_that_are_no_text_keep_their_original() -> None:
    good, bad = OPENER(HEAD + b"1,\xc3\xb8,,\n2,a\xffb,,\n").records
    assert good.error is None
    assert json.loads(bad.payload)["Name"] == "a\ufffdb"
    assert bad.error == "bytes that are no UTF-8"
    assert bad.original is not None
    assert b"a\xffb" in bad.original


@pytest.mark.parametrize("empty", [b"", HEAD])
def test_no_rows(empty: bytes) -> None:
    assert OPENER(empty).records == []


@pytest.mark.parametrize(
    "junk",
    [HEAD + b"1,a", HEAD + b'1,"a', HEAD + b'1,"a"b,,\n', b"<html>\n", HEAD + b",a,,\n"],
    ids=["a cell too few", "in a text", "behind a text", "no such column", "no key"],
)
def test_what_was_cut_off_is_an_error(junk: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        OPENER(junk)
