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
