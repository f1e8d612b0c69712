"""Every kind of mistake: one line with file, line, path inside, value and fix."""

from pathlib import Path

import pytest

from connectors.config import ConfigError, load
from connectors.errors import TableRefused, TruncatedRead, UserError

SOURCE = "sources:\n  - name: s\n    type: spreadsheet\n"
TABLE = "    tables:\n      - path: x.csv\n        entity: deal\n        columns: {deal_id: id}\n"
LINE_OF_TABLE = 5  # where TABLE's path stands in SOURCE + TABLE
FIRST = "sources[0]"
IN_TABLE = "sources[0].tables[0]"


def head(*lines: str) -> str:
    return "\n".join(lines) + "\n" + SOURCE + TABLE


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("company: {curency: EUR}", "company.curency: unknown key; use one of reporting_timezone"),
        ("compani: {}", "compani: unknown key; did you mean 'company'?"),
        ("company: {week_starts: monday}", "unknown key; did you mean 'week_start'?"),
        ("company: EUR", "company: must be a mapping of key: value, not 'EUR'"),
        (
            "company: {reporting_timezone: Europe/Copenhagn}",
            "company.reporting_timezone: 'Europe/Copenhagn' is no time zone; "
            "did you mean 'Europe/Copenhagen'?",
        ),
        (
            "company: {reporting_timezone: ../../etc/passwd}",
            "'../../etc/passwd' is no time zone; use an IANA name, such as Europe/Copenhagen",
        ),
        (
            "company: {reporting_timezone: Europe}",
            "company.reporting_timezone: 'Europe' is no time zone; ",
        ),
        (
            "company: {reporting_currency: eur}",
            "company.reporting_currency: 'eur' is not accepted; "
            "write three capital letters, such as EUR",
        ),
        ("company: {default_region: UK}", "'UK' is no known region; did you mean 'GB'?"),
        ("company: {default_region: dk}", "'dk' is no known region; did you mean 'DK'?"),
        (
            "company: {default_region: Denmark}",
            "'Denmark' is no known region; write the two capital letters of the country",
        ),
        ("company: {week_start: mnday}", "'mnday' is not known here; did you mean 'monday'?"),
        ("company: {fiscal_year_start: 13}", "'13' is not accepted; it should be less than or"),
        ("company: {fiscal_year_start: May}", "'May' is no whole number; write one such as 10"),
        ("company: {working_hours: 9-17}", "'9-17' is not accepted; write \"09:00-17:00\""),
        ('company: {working_hours: "17:00-09:00"}', "ends before it begins; swap the two times"),
        ("company: {working_days: mon}", "company.working_days: must be a list, not 'mon'"),
        ("company: {working_days: []}", "company.working_days: is empty; give it a value or"),
        (
            "company: {working_days: [mon, tues]}",
            "company.working_days[1]: 'tues' is not known here; did you mean 'tue'?",
        ),
        ("company: {account_size_bands: [50, 10]}", "must rise; write them as [10, 50, 200"),
        (
            "rules: {credit_repeat_purchase: perhaps}",
            "rules.credit_repeat_purchase: 'perhaps' is neither true nor false",
        ),
        ("rules: {revenue_date: closedate}", "'closedate' is not known here; did you mean 'clos"),
        (
            "rules: {channels: {refferal: [x]}}",
            "'refferal' is not known here; did you mean 'referral'?",
        ),
        (
            "rules: {channels: {inbound: [Fair], partner: [' fair']}}",
            "rules.channels.partner[0]: ' fair' is in channel inbound too; keep one of the two",
        ),
        (
            "as_of: 2026-02-30",
            "as_of: '2026-02-30' is neither a date nor a time with its offset; "
            "write 2026-03-31 or 2026-03-31T12:00:00Z",
        ),
        ("as_of: 2026-03-31T12:00:00", "'2026-03-31T12:00:00' is neither a date nor a time with"),
        ("publish: {keep: 0}", "publish.keep: '0' is not accepted; it should be greater than or"),
        ("publish: {mode: rw}", "publish.mode: 'rw' is not accepted; write three octal digits"),
        ("rules: {}\nrules: {}", "rules: this key stands twice; keep one of the two"),
    ],
)
def test_top_of_the_file(problems_of, line, problem):
    problems = problems_of(head("# a comment", line))
    wrong_line = 2 + line.count("\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"salescycle.yml:{wrong_line}: ")
    assert problem in problems[0]
    assert "\n" not in problems[0]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "stages: {Engaging: outreech}",
            "stages.Engaging: 'outreech' is not known here; did you mean 'outreach'?",
        ),
        ("stages: {Open: open}", "stages.Open: 'open' is not known here; use one of prospecting,"),
        (
            "stages: {Sales: {Signed: wonn}}",
            "stages.Sales.Signed: 'wonn' is not known here; did you mean 'won'?",
        ),
        ("stages: {Signed: }", "stages.Signed: is empty; give it a value or remove it"),
        ("stages: {Signed: [won]}", "stages.Signed: must be "),
        ("stages: {Won: won, 'won ': lost}", "'won ' is the same as 'Won', case is ignored"),
        ("pipelines: {Renewals: renewals}", "'renewals' is not known here; did you mean 'renewal'"),
        ("pipelines: [Renewals]", "pipelines: must be a mapping of key: value, not a list"),
        ("fields: {dael: {x: {}}}", "fields.dael: 'dael' is not known here; did you mean 'deal'?"),
        ("fields: {deal: {x: {type: txt}}}", "'txt' is not known here; did you mean 'text'?"),
        ("fields: {deal: {x: {segement: true}}}", "unknown key; did you mean 'segment'?"),
        ("fields: {deal: {name: {}}}", "deal has a field 'name' already; choose another name"),
        ("fields: {deal: {team: {segment: true}}}", "'team' is a segment already; choose another"),
        (
            "exclude: [{deal_nam: x}]",
            "exclude[0].deal_nam: 'deal_nam' is nothing to exclude by; did you mean 'deal_name'?",
        ),
        ("exclude: [{deal_name: x, email: y}]", "exclude[0]: must hold one field: pattern; write"),
        ("exclude: {deal_name: x}", "exclude: must be a list, not a mapping"),
        ("nmae: x", "nmae: unknown key; did you mean 'name'?"),
        ("primary: 2", "primary: '2' is neither true nor false; write one of the two"),
    ],
)
def test_source(problems_of, line, problem):
    problems = problems_of(SOURCE + f"    {line}\n" + TABLE)
    assert len(problems) == 1
    assert problems[0].startswith(f"salescycle.yml:4: {FIRST}.")
    assert problem in problems[0]


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
        ("decimal: comma", "decimal: 'comma' is not known here; "),
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


def test_another_type_of_source_names_the_known_ones_and_nothing_else_is_judged(problems_of):
    problems = problems_of(
        "sources:\n  - name: crm_eu\n    type: hubspot\n    token: ${TOKEN}\n", env={"TOKEN": "t"}
    )
    assert problems == [
        "salescycle.yml:3: sources[0].type: 'hubspot' is not known here; use one of spreadsheet"
    ]


def test_names_of_sources(problems_of):
    tables = "type: spreadsheet, tables: [{path: x, entity: lead, columns: {lead_id: a}}]"
    text = (
        "sources:\n"
        f"  - {{name: crm, {tables}, primary: true}}\n"
        f"  - {{name: CRM, {tables}, primary: true}}\n"
        f"  - {{name: company, {tables}}}\n"
    )
    assert problems_of(text) == [
        "salescycle.yml:3: sources[1].name: 'CRM' names two sources; rename one of them",
        "salescycle.yml:3: sources[1].primary: a second source is primary; keep one of the two",
        "salescycle.yml:4: sources[2].name: 'company' is the source of the company/ folder; "
        "choose another",
    ]
    assert problems_of(f"sources:\n  - {{name: crm eu, {tables}}}\n") == [
        "salescycle.yml:2: sources[0].name: 'crm eu' is not accepted; "
        "use letters, digits and underscores, a letter first"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "salescycle.yml:1: holds no settings; start from the file that `salescycle init` wr"),
        ("just words", "salescycle.yml:1: holds no settings; "),
        ("company: {}\n", "salescycle.yml:1: sources: is missing; add it"),
        ("sources: []\n", "salescycle.yml:1: sources: is empty; give it a value or remove it"),
        ("a: b\n  c: d\n", "salescycle.yml:2: not YAML: mapping values are not allowed here; "),
        ("company:\n\tweek_start: monday\n", "salescycle.yml:2: not YAML: found character"),
        ("a: 'x\n", "salescycle.yml:2: not YAML: found unexpected end of stream; check ind"),
        ("a: *b\n", "salescycle.yml:1: not YAML: found undefined alias"),
        ("&a {sources: *a}", "salescycle.yml:1: an alias (*name) holds itself; write it out"),
        ("a: \x07\n", "salescycle.yml:1: not YAML: "),
        ("sources: []\n---\nsources: []\n", "salescycle.yml:2: not YAML: "),
    ],
)
def test_not_a_configuration_at_all(problems_of, text, problem):
    problems = problems_of(text)
    assert problems[0].startswith(problem)
    assert "\n" not in problems[0]


def test_files_that_cannot_be_read(tmp_path):
    def message(path: Path) -> str:
        with pytest.raises(ConfigError) as caught:
            load(path, env={})
        return str(caught.value)

    assert message(tmp_path / "no.yml") == (
        f"{tmp_path}/no.yml: no such file; `salescycle init` makes one, --config FILE names another"
    )
    assert message(tmp_path) == f"{tmp_path}: Is a directory; check the path and permissions"
    latin = tmp_path / "latin.yml"
    latin.write_bytes(b"# one\n# two\n# caf\xe9\n")
    assert message(latin) == f"{latin}:3: not UTF-8 text; save it as UTF-8"
    latin.write_bytes(b"sources: []\n")
    (tmp_path / ".env").write_bytes(b"A=caf\xe9\n")
    assert message(latin) == (f"{tmp_path}/.env: cannot be read; save it as UTF-8 text, NAME=value")


def test_several_mistakes_are_collected_in_the_order_of_the_file(load_text, problems_of):
    text = head("company: {week_start: x}", "rules: {revenue_dat: close_date}")
    problems = problems_of(text)
    assert [problem.split(": ")[1] for problem in problems] == [
        "company.week_start",
        "rules.revenue_dat",
    ]
    with pytest.raises(ConfigError) as caught:
        load_text(text)
    assert str(caught.value).endswith(
        "salescycle.yml:1: " + problems[0].split(": ", 1)[1] + " (and 1 more)"
    )
    assert "\n" not in str(caught.value)


def test_the_errors_of_reading_say_what_where_and_what_to_do():
    refused = TableRefused("deals.csv", 7, "header 'Owner' stands twice", "rename one of them")
    assert str(refused) == "deals.csv:7: header 'Owner' stands twice; rename one of them"
    assert str(TableRefused("deals.csv", None, "unreadable", "save it again")) == (
        "deals.csv: unreadable; save it again"
    )
    assert "3 rows where the last complete read had 10" in str(TruncatedRead("crm/deal", 3, 10))
    assert isinstance(refused, UserError)
