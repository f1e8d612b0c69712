"""Records are cut out as they came; what strict JSON rejects is repaired, told, and kept."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.api.payloads import Opener, instant, repair

OPENER = Opener("results", envelope=("paging.next.after",))
FLAWS = {
    "half a pair, high": (rb'"a \ud83d b"', rb'"a \ufffd b"', "surrogate"),
    "half a pair, low": (rb'"a \uDE00 b"', rb'"a \ufffd b"', "surrogate"),
    "two highs and a low": (rb'"\ud83d\ud83d\ude00"', rb'"\ufffd\ud83d\ude00"', "surrogate"),
    "a pair and a low": (rb'"\ud83d\ude00\ude00"', rb'"\ud83d\ude00\ufffd"', "surrogate"),
    "after an escaped backslash": (rb'"\\\ud83d"', rb'"\\\ufffd"', "surrogate"),
    "no number": (b"NaN", b"null", "number"),
    "no end": (b"Infinity", b"null", "number"),
    "no beginning": (b"-Infinity", b"null", "number"),
    "no UTF-8": (b'"caf\xe9"', b'"caf\xef\xbf\xbd"', "UTF-8"),
    "UTF-8 that ends": (b'"caf\xc3"', b'"caf\xef\xbf\xbd"', "UTF-8"),
}
SOUND = (
    rb'{"id": "1",  "name": "\ud83d\ude00 \\ud83d NaN \" Infinity", "n": 1.50, "e": 1E+2}',
    '{"id":2,"updatedAt":"2026-03-01T00:00:00Z","name":"ø","deep":{"a":[null, true]}}'.encode(),
    b'{\n\t"id": "3"\n}',
)


def body(*records: bytes) -> bytes:
    return b'{"results": [' + b" ,\n".join(records) + b'], "paging": {"next": {"after": "x"}}}'


def test_records_are_the_bytes_that_came() -> None:
    answer = OPENER(body(*SOUND))
    assert [record.payload.encode() for record in answer.records] == list(SOUND)
    assert [record.key for record in answer.records] == ["1", "2", "3"]
    assert all(record.error is None and record.original is None for record in answer.records)
    assert answer.records[1].modified_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert answer.envelope == ("x",)


@pytest.mark.parametrize(("flaw", "repaired", "word"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_repaired_and_told_and_the_rest_is_exact(
    flaw: bytes, repaired: bytes, word: str
) -> None:
    hurt = b'{"id": "9", "text": %s, "same": "NaN"}' % flaw
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        msgspec.json.decode(hurt)
    answer = OPENER(body(SOUND[0], hurt, SOUND[1], SOUND[2]))
    first, second, third, fourth = answer.records
    assert second.original == hurt
    assert second.payload.encode() == hurt.replace(flaw, repaired, 1)
    assert json.loads(second.payload)["same"] == "NaN"
    assert word in str(second.error)
    for record, sound in ((first, SOUND[0]), (third, SOUND[1]), (fourth, SOUND[2])):
        assert (record.payload.encode(), record.original, record.error) == (sound, None, None)
    assert answer.envelope == ("x",)


def test_several_flaws_in_several_records_keep_their_own_bytes() -> None:
    hurt = [
        b'{"id": %d, "a": %s, "b": %s}' % (n, a, b)
        for n, a, b in (
            (1, b"NaN", rb'"\ud800"'),
            (2, b"1", b'"\xff\xff"'),
            (3, b"-Infinity", b"NaN"),
        )
    ]
    answer = OPENER(body(hurt[0], SOUND[1], hurt[1], hurt[2]))
    assert [record.original for record in answer.records] == [hurt[0], None, hurt[1], hurt[2]]
    assert answer.records[0].error == "a number that JSON has not, half of a surrogate pair"


@pytest.mark.parametrize("junk", [b" ", b"<html>", b"{", b'{"results": [{"id": 1}', b"NaN x"])
def test_what_is_no_json_is_an_error(junk: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        OPENER(junk)


def test_a_record_without_its_key_is_an_error() -> None:
    with pytest.raises(msgspec.DecodeError, match="without id"):
        OPENER(body(b'{"name": "x"}'))


@pytest.mark.parametrize("empty", [b"{}", b'{"results": []}', b'{"results": null}'])
def test_a_page_may_be_empty(empty: bytes) -> None:
    assert OPENER(empty).records == []


def test_a_resource_alone_is_one_record() -> None:
    one = Opener("", key="portalId", modified=None)(b'{"portalId": 5, "x": [1]}')
    assert [(record.key, record.payload) for record in one.records] == [
        ("5", '{"portalId": 5, "x": [1]}')
    ]
    assert [
        r.key for r in Opener("resource", key="uri")(b'{"resource": {"uri": "u"}}').records
    ] == ["u"]


TEXTS = st.lists(
    st.sampled_from(
        [rb"\ud800", rb"\udc00", rb"\\", rb"\"", b"u", b"d800", b"NaN", b"\xc3", b"\xa9"]
    ),
    max_size=12,
).map(lambda parts: b'"' + b"".join(parts) + b'"')
VALUES = st.one_of(TEXTS, st.sampled_from([b"NaN", b"-Infinity", b"1.0", b"null"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(VALUES, max_size=6))
def test_whatever_the_flaws_every_record_is_there_with_its_bytes(values: list[bytes]) -> None:
    records = [b'{"id": %d, "v": %s}' % (n, value) for n, value in enumerate(values)]
    answer = OPENER(body(*records))
    assert [record.key for record in answer.records] == [str(n) for n in range(len(records))]
    for record, came in zip(answer.records, records, strict=True):
        assert json.loads(record.payload)
        msgspec.json.decode(record.payload)
        if record.error is None:
            assert (record.payload.encode(), record.original) == (came, None)
        else:
            assert record.original == came


def test_what_is_sound_is_not_touched() -> None:
    whole = body(*SOUND)
    assert repair(whole) == (whole, [])


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-03-01T02:00:00+02:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T00:00:00", datetime(2026, 3, 1, tzinfo=UTC)),
        (1_772_323_200_000, datetime(2026, 3, 1, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        (None, None),
        (10**20, None),
        (float("inf"), None),
        ("0001-01-01T00:00:00+02:00", None),
        ({"a": 1}, None),
    ],
)
def test_instants(given: object, at: datetime | None) -> None:
    found = instant(given)
    assert found == at
    # texts of instants are compared, so all are in one zone
    assert found is None or found.isoformat() == "2026-03-01T00:00:00+00:00"
