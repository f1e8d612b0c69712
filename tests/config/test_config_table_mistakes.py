"""Mistakes in the declaration of a table: one line with file, line, path inside, value and fix."""

import pytest

SOURCE = "sources:\n  - name: s\n    type: spreadsheet\n"
TABLE = "    tables:\n      - path: x.csv\n        entity: deal\n        columns: {deal_id: id}\n"
LINE_OF_TABLE = 5  # where TABLE's path stands in SOURCE + TABLE
IN_TABLE = "sources[0].tables[0]"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("colums: {}", "colums: unknown key; did you mean 'columns'?"),
        (
            "constants: {curency: EUR}",
            "constants.curency: 'curency' is no field of deal; did you mean 'currency'? "
            "(declare it under fields.deal if it is your own)",
        ),
        ("values: {produkt: {a: b}}", "'produkt' is no field of deal; did you mean 'product'?"),
        ("values: {product: {a: b}}", "values.product: no column fills this field; add it to colu"),
        ("snapshot: fully", "snapshot: 'fully' is not known here; did you mean 'full'?"),
        (
            "timezone: America/Sao_Paolo",
            "timezone: 'America/Sao_Paolo' is no time zone; did you mean 'America/Sao_Paulo'?",
        ),
        ("decimal: comma", 'decimal: \'comma\' is not accepted; write "." or ","'),
        ("thousands: dot", "thousands: 'dot' is not accepted; write \".\", "),
        ('{decimal: ".", thousands: "."}', "thousands: '.' is the decimal mark too; change one"),
        ("encoding: latin-99", "encoding: 'latin-99' is no encoding; use utf-8, windows-1252 or"),
        (
            "delimiter: tab",
            r'''delimiter: 'tab' is not accepted; write one character, such as ";"''',
        ),
        ("header_row: 0", "header_row: '0' is not accepted; it should be greater than or equal to"),
        (
            'dates: "%d/%m"',
            "dates: '%d/%m' does not hold a whole date; write it with %Y, %m and %d",
        ),
        ('dates: "%Q"', "dates: '%Q' does not hold a whole date; "),
        ('dates: {Won: "%d.%m.%Y"}', "dates.Won: 'Won' is no mapped column; use one of id"),
        (
            "stage_dates: {demos: x}",
            "stage_dates.demos: 'demos' is not known here; did you mean 'd",
        ),
        (
            "stage_dates: {open: x}",
            "stage_dates.open: 'open' is not known here; use one of prospec",
        ),
    ],
)
def test_table(problems_of, line, problem):
    lines = line.strip("{}").split(", ") if line.startswith("{") else [line]
    problems = problems_of(SOURCE + TABLE + "".join(f"        {text}\n" for text in lines))
    assert len(problems) == 1
    assert problems[0].startswith(f"salescycle.yml:{LINE_OF_TABLE + 2 + len(lines)}: {IN_TABLE}.")
    assert problem in problems[0]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (
            "{path: x, entity: leed, columns: {lead_id: a}}",
            "entity: 'leed' is not known here; did you mean 'lead'?",
        ),
        ("{entity: lead, columns: {lead_id: a}}", "path: is missing; add it"),
        ("{path: x, columns: {lead_id: a}}", "entity: is missing; add it"),
        (
            "{path: x, entity: lead, columns: {lead_id: a, craeted_at: b}}",
            "columns.craeted_at: 'craeted_at' is no field of lead; did you mean 'created_at'?",
        ),
        (
            "{path: x, entity: lead, columns: {name: a}}",
            "columns: nothing fills lead_id of lead; add it here with its header, or under const",
        ),
        (
            "{path: x, entity: stage_event, columns: {stage: a, entered_at: b}}",
            "columns: nothing fills deal_id or lead_id of stage_event; ",
        ),
        (
            "{path: x, entity: stage_event, columns: {deal_id: a}}",
            "columns: nothing fills stage, entered_at of stage_event; ",
        ),
        (
            "{path: x, entity: quota, columns: {period: a, measure: b}}",
            "columns: nothing fills quota or weight of quota; ",
        ),
        (
            "{path: x, entity: rep, columns: {rep_id: a}, stage_dates: {won: b}}",
            "stage_dates: a rep has no stages; use entity deal or lead",
        ),
        (
            "{path: x, entity: lead, columns: {lead_id: [a]}}",
            "columns.lead_id: must be text, not a",
        ),
        ("{path: x, entity: lead, columns: {lead_id: }}", "columns.lead_id: is empty; give it a"),
    ],
)
def test_columns(problems_of, table, problem):
    problems = problems_of(SOURCE + f"    tables:\n      - {table}\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"salescycle.yml:5: {IN_TABLE}.{problem}")


def test_a_constant_fills_a_required_field(load_text):
    table = "{path: x, entity: activity, columns: {occurred_at: a}, constants: {kind: call}}"
    config = load_text(SOURCE + f"    tables: [{table}]\n")
    assert config.sources[0].tables[0].constants == {"kind": "call"}


def test_a_line_break_in_a_header_does_not_break_the_message(problems_of):
    table = '{path: x, entity: lead, columns: {lead_id: "a\\nb"}, dates: {c: "%Y-%m-%d"}}'
    (problem,) = problems_of(SOURCE + f"    tables: [{table}]\n")
    assert problem.endswith("'c' is no mapped column; use one of a b")
