"""A value that came from a variable is shown as its name, whatever is wrong with it."""

import pytest

SECRET = "Europe/Copenhagn-pat-77af"

PLACES = {
    "zone": "company: {reporting_timezone: '${S}'}\n",
    "region": "company: {default_region: '${S}'}\n",
    "currency": "company: {reporting_currency: '${S}'}\n",
    "choice": "company: {week_start: '${S}'}\n",
    "number": "rules: {lead_to_deal_days: '${S}'}\n",
    "truth": "rules: {credit_repeat_purchase: '${S}'}\n",
    "as_of": "as_of: '${S}'\n",
    "part of a text": "as_of: 'until-${S}-day'\n",
    "two channels": "rules: {channels: {inbound: ['${S}'], partner: ['${S}']}}\n",
    "mapping wanted": "company: ${S}\n",
    "mode": "publish: {mode: '${S}'}\n",
}


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_secret_is_not_shown(problems_of, text):
    sources = "sources: [{name: s, type: spreadsheet, tables: [{path: x, entity: lead}]}]\n"
    problems = problems_of(text + sources, env={"S": SECRET})
    assert len(problems) == 1
    assert "${S}" in problems[0]
    assert "pat-77af" not in problems[0]
    assert "did you mean" not in problems[0]


def test_secrets_of_a_table_are_not_shown(problems_of):
    problems = problems_of(
        "sources:\n"
        "  - name: s\n"
        "    type: spreadsheet\n"
        "    stages: {Won: '${S}'}\n"
        "    tables:\n"
        "      - {path: x, entity: '${S}', encoding: '${S}', dates: '${S}', timezone: '${S}'}\n",
        env={"S": SECRET},
    )
    assert len(problems) == 2
    assert "pat-77af" not in " ".join(problems)
    problems = problems_of(
        "sources:\n"
        "  - name: s\n"
        "    type: spreadsheet\n"
        "    tables:\n"
        "      - {path: x, entity: lead, encoding: '${S}', dates: '${S}', timezone: '${S}'}\n",
        env={"S": SECRET},
    )
    assert len(problems) == 3
    assert "pat-77af" not in " ".join(problems)


def test_a_secret_header_is_not_suggested(problems_of):
    table = "{path: x, entity: lead, columns: {lead_id: '${S}'}, dates: {Europe: '%Y-%m-%d'}}"
    (problem,) = problems_of(
        f"sources: [{{name: s, type: spreadsheet, tables: [{table}]}}]\n", env={"S": SECRET}
    )
    assert "'Europe' is no mapped column" in problem
    assert "pat-77af" not in problem


def test_unset_variable_is_named_with_its_line(problems_of):
    text = (
        "company:\n"
        "  reporting_currency: ${MONEY}\n"
        "sources: [{name: s, type: spreadsheet, tables: [{path: x, entity: lead}]}]\n"
    )
    assert problems_of(text, env={"MONEYS": "EUR"}) == [
        "salescycle.yml:2: company.reporting_currency: ${MONEY} is not set; "
        "set it in the environment or in .env beside the file"
    ]


def test_a_variable_in_a_file_of_bad_yaml_is_not_read(problems_of):
    problems = problems_of("a: ${S}\n  b: c\n", env={"S": SECRET})
    assert "pat-77af" not in problems[0]


LITERAL = "pat-eu1-11112222-3333"


@pytest.mark.parametrize(
    ("settings", "paths"),
    [
        (f"token: {LITERAL}", ["token"]),
        (f"token: 'x{LITERAL}${{S}}'", ["token"]),
        (f"tokn: {LITERAL}", ["tokn"]),
        (f"token: {{value: {LITERAL}}}", ["token"]),
        (
            f"oauth: {{client_id: {LITERAL}, client_secret: {LITERAL}, refresh_token: {LITERAL}}}",
            ["oauth.client_id", "oauth.client_secret", "oauth.refresh_token"],
        ),
        (
            f"token: {LITERAL}\n    base_url: 'https://{LITERAL}@api.example.com'",
            ["token", "base_url"],
        ),
        (f"token: ${{S}}\n    base_url: 'https://me:{LITERAL}@api.example.com'", ["base_url"]),
    ],
)
@pytest.mark.parametrize("type_", ["hubspot", "calendly"])
def test_a_secret_in_the_file_is_refused_and_not_shown(problems_of, settings, paths, type_):
    text = f"sources:\n  - name: crm\n    type: {type_}\n    {settings}\n"
    problems = problems_of(text, env={"S": "pat-na1-good"})
    assert [problem.split(": ")[1] for problem in problems] == [f"sources[0].{p}" for p in paths]
    assert LITERAL not in " ".join(problems)
    if paths[0] == "token" and "{value" not in settings:
        assert problems[0] == (
            "salescycle.yml:4: sources[0].token: secrets only from the environment or .env: "
            f"write ${{{type_.upper()}_TOKEN}} here and {type_.upper()}_TOKEN=... into .env "
            "beside the file"
        )


def test_a_literal_secret_is_told_whatever_else_is_wrong(problems_of):
    problems = problems_of(f"sources:\n  - {{type: hubspt, token: {LITERAL}}}\nrules: 3\n")
    assert any("secrets only from the environment" in problem for problem in problems)
    assert LITERAL not in " ".join(problems)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("", "'${S}' is empty; set it in the environment or in .env"),
        ("two words", "'${S}' holds what no token holds, such as a blank; copy it anew"),
        ("line\r\nX-Evil: 1", "'${S}' holds what no token holds"),
        ("clé-secrète", "'${S}' holds what no token holds"),
    ],
)
def test_a_secret_that_cannot_be_one(problems_of, value, fix):
    (problem,) = problems_of(
        "sources: [{name: crm, type: hubspot, token: '${S}'}]\n", env={"S": value}
    )
    assert fix in problem
    assert not value or value not in problem


def test_a_loaded_configuration_shows_no_secret(load_text):
    config = load_text(
        "sources:\n"
        "  - {name: a, type: hubspot, token: '${S}'}\n"
        "  - name: b\n"
        "    type: calendly\n"
        "    oauth: {client_id: '${S}', client_secret: '${S}', refresh_token: '${S}'}\n",
        env={"S": f" {SECRET}\n"},
    )
    assert config.sources[0].token.get_secret_value() == SECRET
    assert config.sources[1].oauth.refresh_token.get_secret_value() == SECRET
    shown = (repr(config), str(config.sources), config.model_dump_json(), f"{config.model_dump()}")
    assert all("pat-77af" not in text for text in shown)
