"""Every kind of mistake: one line with file, line, path inside, value and fix."""

import pytest

from connectors.config import ConfigError
from connectors.config.models import SOURCE_TYPES

SOURCE = "sources:\n  - name: s\n    type: spreadsheet\n"
TABLE = "    tables:\n      - path: x.csv\n        entity: deal\n        columns: {deal_id: id}\n"
FIRST = "sources[0]"


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


def test_another_type_of_source_names_the_known_ones_and_nothing_else_is_judged(problems_of):
    problems = problems_of(
        "sources:\n  - name: crm_eu\n    type: hubspt\n    token: ${TOKEN}\n", env={"TOKEN": "t"}
    )
    assert problems == [
        "salescycle.yml:3: sources[0].type: 'hubspt' is not known here; did you mean 'hubspot'?"
    ]
    assert problems_of("sources:\n  - name: crm_eu\n    type: x\n") == [
        "salescycle.yml:3: sources[0].type: 'x' is not known here; "
        f"use one of {', '.join(SOURCE_TYPES)}"
    ]
    assert problems_of("sources:\n  - {name: crm_eu}\n") == [
        "salescycle.yml:2: sources[0].type: is missing; add it"
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
