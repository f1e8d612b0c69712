"""Mistakes in the description of a system: one line with file, line, path inside, value and fix."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.config import rest_rows
from connectors.config.systems.rest import Changes
from connectors.rest import connector_for
from connectors.rest.asking import since_of

SOURCE = "sources:\n  - name: crm\n    type: rest\n    base_url: https://crm.example.com/api\n"
OPEN = SOURCE + "    is_public: true\n"
FEED = "{entity: deal, columns: {deal_id: id}}"
IN_SOURCE = "sources[0]"


def described(*streams: str) -> str:
    return OPEN + "    streams:\n" + "".join(f"      - {stream}\n" for stream in streams)


@pytest.mark.parametrize(
    ("stream", "problem"),
    [
        ("{name: a, path: b, recrods: c}", "recrods: unknown key; did you mean 'records'?"),
        ("{name: A b, path: c}", "name: 'A b' is not accepted; "),
        ("{name: a, path: 'https://x.com/b'}", "path: 'https://x.com/b' is a whole address; write"),
        ("{name: a, path: 'b?c=1'}", "path: 'b?c=1' has parameters; write them under params"),
        ("{name: a, path: 'b/{id}'}", "path: 'b/{id}' holds a name; name the stream whose ids st"),
        ("{name: a, path: b, body: '[1]'}", "body: '[1]' is no JSON object; write '{\"name\": 1}'"),
        ("{name: a, path: b, dates: '%d %b %Y'}", "dates: '%d %b %Y' has %b, which is not known h"),
        ("{name: a, path: b, dates: '%d/%m'}", "dates: '%d/%m' does not hold a whole date; "),
        ("{name: a, path: b, timezone: Mars}", "timezone: 'Mars' is no time zone; "),
        (
            "{name: a, path: b, paging: {page: {param: p}, link: next}}",
            "paging.link: page is given too; keep one of the two",
        ),
        (
            "{name: a, path: b, paging: {offset: {param: p, total: t, has_more: m}}}",
            "paging.offset.total: has_more is given too; keep one of the two",
        ),
        (
            "{name: a, path: b, paging: {offset: {param: p, size: 10}}}",
            "paging.offset.overlap: is a whole page; make it less than size",
        ),
        (
            "{name: a, path: b, paging: {curser: {param: p, answer: n}}}",
            "paging.curser: unknown key; did you mean 'cursor'?",
        ),
        ("{name: a, path: b, paging: {page: {size: 2}}}", "paging.page.param: is missing; add it"),
        (
            "{name: a, path: b, changes: {param: since}}",
            "changes: needs modified, the path of when a record changed; add it",
        ),
        (
            "{name: a, path: b, modified: m, changes: {format: iso}}",
            "changes: needs one of param and body: where the time stands in the request",
        ),
        (
            "{name: a, path: b, modified: m, changes: {body: since}}",
            "changes.body: the stream is asked for without a body; write param",
        ),
        (
            "{name: a, path: b, modified: m, changes: {param: q, value: 'x>'}}",
            "changes.value: must hold {since}, where the time stands",
        ),
        (
            "{name: a, path: b, deleted: {list: {path: c, key: id, at: d}}}",
            "deleted.list: the stream is read whole, so what is missing is deleted; remove the",
        ),
        ("{name: a, path: 'b/{id}', parent: c}", "parent: 'c' is no other stream; remove it"),
        (
            "{name: a, path: b, feeds: [{entity: dael}]}",
            "feeds[0].entity: 'dael' is not known here; did you mean 'deal'?",
        ),
        (
            "{name: a, path: b, feeds: [{entity: holiday, columns: {date: d}}]}",
            "feeds[0].entity: holiday is not read from a system; write it into a sheet in company/",
        ),
        (
            "{name: a, path: b, feeds: [{entity: deal, columns: {deal_id: i, phase: s}}]}",
            "feeds[0].columns.phase: 'phase' is no field of deal; ",
        ),
        (
            "{name: a, path: b, feeds: [{entity: deal, columns: {stage: s}}]}",
            "feeds[0].columns: nothing fills deal_id of deal; add it here with its path, or under",
        ),
        (
            "{name: a, path: b, feeds: [{entity: deal, columns: {deal_id: '{parent}'}}]}",
            "feeds[0].columns.deal_id: '{parent}' is no path; write {parent} alone, in a stream th",
        ),
        (
            "{name: a, path: b, feeds: [{entity: deal, columns: {deal_id: i}, dates: {x: iso}}]}",
            "feeds[0].dates.x: 'x' is filled by no path; did you mean",
        ),
        (
            "{name: a, path: b, feeds: [{entity: rep, columns: {rep_id: i}, stage_dates: {won: w}}]}",  # noqa: E501
            "feeds[0].stage_dates: only records of leads and deals have stages; use entity deal or",
        ),
        (
            "{name: a, path: b, feeds: [{entity: deal, columns: {deal_id: i}, thousands: .}]}",
            "feeds[0].thousands: is the decimal mark too; change one of them",
        ),
    ],
)
def test_a_mistake_in_a_stream_is_one_line_with_its_fix(problems_of, stream, problem):
    (found,) = problems_of(described(stream))
    assert found.startswith("salescycle.yml:7: sources[0].streams[0].")
    assert problem.split(":")[0] in found
    if "did you mean" not in problem or "did you mean '" in problem:
        assert problem in found


@pytest.mark.parametrize(
    ("children", "problem"),
    [
        ("{name: c, parent: a, path: d}", "path: must hold {id} once, where the parent's id stan"),
        (
            "{name: c, parent: e, path: 'd/{id}'}",
            "parent: 'e' is no other stream; use one of a",
        ),
        (
            "{name: c, parent: a, path: 'd/{id}', deleted: {flag: x}}",
            "deleted: the list of a parent is read whole; remove it",
        ),
        (
            "{name: c, parent: a, path: 'd/{id}', modified: x}",
            "modified: children are read when their parent changed; remove it",
        ),
        (
            "{name: c, parent: a, path: '{id}', feeds: [{each: x, entity: rep,"
            " columns: {rep_id: i}}]}",
            "feeds[0].each: the records are the children already; remove it",
        ),
        ("{name: a, path: d}", "name: 'a' names two streams; rename one of them"),
    ],
)
def test_a_mistake_in_children(problems_of, children, problem):
    (found,) = problems_of(described("{name: a, path: b}", children))
    assert found.startswith(f"salescycle.yml:8: {IN_SOURCE}.streams[1].{problem}")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "sources[0]: has no credential; add token: ${REST_TOKEN}, or login with its user and"),
        (
            "    is_public: true\n    headers: {Cookie: x}\n",
            "sources[0].headers.Cookie: carries a credential; write token: ${NAME}, with token_he",
        ),
        (
            "    oauth: {grant: client_credentials, client_id: '${A}', client_secret: '${A}'}\n",
            "sources[0]: oauth has no auth_url; add the address of the system's token endpoint",
        ),
        (
            "    oauth: {grant: jwt_bearer, client_id: '${A}'}\n    auth_url: https://x.com\n",
            "sources[0].oauth.grant: rest knows no jwt_bearer; use refresh_token or client_creden",
        ),
    ],
)
def test_a_mistake_in_how_one_is_let_in(problems_of, lines, problem):
    text = SOURCE + lines + "    streams: [{name: a, path: b}]\n"
    (found,) = problems_of(text, env={"A": "abc"})
    assert problem in found


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, "2026-03-01T23:30:05Z"),
        ({"is_inclusive": "false"}, "2026-03-01T23:30:04Z"),
        ({"format": "epoch"}, 1772407805),
        ({"format": "epoch_ms"}, 1772407805123),
        ({"format": "epoch_ms", "is_inclusive": "false"}, 1772407805122),
        # in the stream's zone it is the next day already
        ({"format": "date"}, "2026-03-02"),
        ({"format": "date", "is_inclusive": "false"}, "2026-03-01"),
        ({"format": "%d.%m.%Y %H:%M"}, "02.03.2026 00:30"),
        ({"value": "updated ge {since}"}, "updated ge 2026-03-01T23:30:05Z"),
    ],
)
def test_changes_are_asked_for_from_no_later_than_the_watermark(changes, asked):
    since = datetime(2026, 3, 1, 23, 30, 5, 123456, tzinfo=UTC)
    declared = Changes.model_validate({"param": "since", **changes})
    assert since_of(declared, since, ZoneInfo("Europe/Copenhagen")) == asked


def test_the_description_in_the_readme_is_one(load_text):
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = (
        block for block in re.findall(r"```yaml\n(.*?)```", text, re.S) if "type: rest" in block
    )
    source = load_text(example, env={"DESKLY_KEY": "k"}).sources[0]
    assert [stream.name for stream in source.streams] == ["deals", "history", "users"]
    assert connector_for(source).all_streams == ("deals", "history", "users")


def test_a_description_is_rows_that_staging_applies(load_text):
    feed = (
        "{entity: deal, columns: {deal_id: id, amount: money.0.sum, created_at: made, mood: $.m.x},"
        " constants: {currency: EUR}, values: {deal_id: {a: b}}, dates: {created_at: '%d.%m.%y'},"
        " timezone: Asia/Tokyo, decimal: ',', thousands: ., stage_dates: {demo: shown, won: won}}"
    )
    lines = "{entity: deal_line, each: lines, columns: {deal_id: $.id, product: p}}"
    talks = (
        "{name: talks, parent: deals, path: 'd/{id}', dates: epoch, feeds: [{entity: activity,"
        " columns: {deal_id: '{parent}', occurred_at: at}, constants: {kind: call}}]}"
    )
    own = "    fields: {deal: {mood: {type: text}}}\n"
    config = load_text(
        described(f"{{name: deals, path: d, feeds: [{feed}, {lines}]}}", talks)
        + own
        + "company: {reporting_timezone: Europe/Copenhagen}\n"
    )
    assert list(rest_rows.feeds(config)) == [
        ("crm", "deals", 0, "deal", None, ""),
        ("crm", "deals", 1, "deal_line", '$."lines"', ""),
        ("crm", "deals", 2, "stage_event", None, ""),
        ("crm", "deals", 3, "stage_event", None, ":2"),
        ("crm", "talks", 0, "activity", "$", ""),
    ]
    rows = {(row[1], row[2], row[4]): row[5:] for row in rest_rows.columns(config)}
    tokyo = ("Asia/Tokyo", ",", ".")
    iso, none = ("iso", None, False), (None, None, False)
    form = (r"^(\d\d?)\.(\d\d?)\.(\d\d)$", r"20\3-\2-\1", True)
    for key, expected in {
        ("deals", 0, "deal_id"): (*("text", False, True, "item", '$."id"', "id", None), *none),
        ("deals", 0, "amount"): (
            *("number", False, False, "item", '$."money"[0]."sum"', "money.0.sum", None),
            *none,
        ),
        ("deals", 0, "created_at"): (
            *("time", False, False, "item", '$."made"', "made", None),
            *form,
        ),
        ("deals", 0, "mood"): (*("text", True, False, "record", '$."m"."x"', "$.m.x", None), *none),
        ("deals", 0, "currency"): (*("text", False, False, None, None, None, "EUR"), *none),
        ("deals", 3, "stage"): (*("text", False, True, None, None, None, "won"), *none),
        ("deals", 3, "entered_at"): (
            *("time", False, False, "item", '$."won"', "won", None),
            *iso,
        ),
    }.items():
        assert rows[key] == (*expected, *tokyo), key
    plain = ("Europe/Copenhagen", ".", None)
    parent = ("text", False, False, "parent", None, "{parent}", None)
    assert rows["talks", 0, "deal_id"] == (*parent, *none, *plain)
    assert rows["talks", 0, "occurred_at"][7:] == ("epoch", None, False, *plain)
    # events of stage dates are of the same deal
    assert list(rest_rows.values(config)) == [
        ("crm", "deals", number, "deal_id", "a", "b") for number in (0, 2, 3)
    ]
