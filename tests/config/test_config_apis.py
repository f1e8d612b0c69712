"""Sources behind an API: every mistake is one line with its fix, and defaults are the vendors'."""

import pytest

from connectors.config import CalendlySource, HubSpotSource

ENV = {"T": "pat-eu1-1"}


def source(type_: str, *lines: str) -> str:
    return "\n".join(
        ("sources:", "  - name: s", f"    type: {type_}", *(f"    {x}" for x in lines))
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], ":2: sources[0]: has no credential; add token: ${HUBSPOT_TOKEN}, or oauth with its c"),
        (
            [
                "token: ${T}",
                "oauth: {client_id: '${T}', client_secret: '${T}', refresh_token: '${T}'}",
            ],
            ":5: sources[0].oauth: token is given too; keep one of the two",
        ),
        (
            ["oauth: {client_id: '${T}', refresh_token: '${T}'}"],
            ":4: sources[0].oauth.client_secret: is missing for refresh_token; add it",
        ),
        (
            ["oauth: {grant: jwt_bearer, client_id: '${T}', private_key: '${T}', user: u}"],
            ":4: sources[0].oauth.grant: hubspot knows no jwt_bearer; use refresh_token",
        ),
        (
            ["login: {user: u, password: '${T}'}"],
            ":4: sources[0].login: hubspot takes no login; use token or oauth",
        ),
        (["token: ${T}", "tokens: 1"], ":5: sources[0].tokens: unknown key; did you mean 'token'?"),
        (["token: ${T}", "tables: []"], ":5: sources[0].tables: unknown key; did you mean"),
        (["token: ${T}", "lookback_days: 3"], "sources[0].lookback_days: unknown key; "),
        (
            ["token: ${T}", "base_url: http://api.example.com"],
            ":5: sources[0].base_url: 'http://api.example.com' would send the credential "
            "unencrypted; write https://",
        ),
        (
            ["token: ${T}", "base_url: http://127.0.0.1.example.com/"],
            "would send the credential unencrypted",
        ),
        (
            ["token: ${T}", "base_url: api.example.com"],
            "'api.example.com' is no address; write one such as https://api.example.com",
        ),
        (["token: ${T}", "base_url: ftp://api.example.com"], "is no address; write one such as"),
        (["token: ${T}", "base_url: 'https://[::1'"], "is no address; write one such as"),
        (["token: ${T}", "base_url: https://api.example.com:port"], "is no address; write one"),
        (
            ["token: ${T}", "base_url: https://api.example.com?key=1"],
            "sources[0].base_url: ends in ? or # with something behind; remove that",
        ),
        (["token: ${T}", "auth_url: http://login.example.com"], "sources[0].auth_url: 'http://log"),
        (["token: ${T}", "timeout_seconds: 0"], "timeout_seconds: '0' is not accepted; it should"),
        (["token: ${T}", "timeout_seconds: long"], "'long' is no whole number; write one such as"),
        (
            ["token: ${T}", "record_url: https://crm.example.com/deals"],
            "sources[0].record_url: 'https://crm.example.com/deals' is the same for every record; "
            "put {id} into it",
        ),
        (["token: ${T}", "record_url: 'javascript:{id}'"], "is no address; begin it with https://"),
        (
            ["token: ${T}", "properties: {dael: {name: x}}"],
            ":5: sources[0].properties.dael: 'dael' is no object whose properties can be chosen; "
            "did you mean 'deal'?",
        ),
        (
            ["token: ${T}", "properties: {deal: {lead_sorce: how_found}}"],
            ":5: sources[0].properties.deal.lead_sorce: 'lead_sorce' is no field of deal to choose "
            "for; did you mean 'lead_source'?",
        ),
        (
            ["token: ${T}", "properties: {deal: {lead_source: How found}}"],
            "'How found' is no property; write its internal name: small letters, digits and",
        ),
        (
            ["token: ${T}", "properties: {deal: lead_source}"],
            "must be a mapping of key: value, not",
        ),
        (
            ["token: ${T}", "fields: {deal: {Region: {}}}"],
            "sources[0].fields.deal.Region: 'Region' is no property; write its internal name",
        ),
        (
            ["token: ${T}", "fields: {deal: {discount: {}}}"],
            "deal has a field 'discount' already; map it under properties: "
            "{deal: {discount: discount}}",
        ),
        (
            ["token: ${T}", "fields: {booking: {room: {}}}"],
            "sources[0].fields.booking: only fields of lead or deal are read from hubspot; remove",
        ),
        (
            ["token: ${T}", "lead_contacts: {Life cycle: [lead]}"],
            "sources[0].lead_contacts.Life cycle: 'Life cycle' is no property; write its internal",
        ),
        (["token: ${T}", "lead_contacts: {lifecyclestage: lead}"], "must be a list, not 'lead'"),
    ],
)
def test_hubspot(problems_of, lines, problem):
    problems = problems_of(source("hubspot", *lines), env=ENV)
    assert len(problems) == 1, problems
    assert problem in problems[0]
    assert problems[0].startswith("salescycle.yml:")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "has no credential; add token: ${CALENDLY_TOKEN}, or oauth with its client_id"),
        (["token: ${T}", "lookback_days: 0"], "'0' is not accepted; it should be greater than or"),
        (["token: ${T}", "no_show_days: week"], "'week' is no whole number; write one such as 10"),
        (["token: ${T}", "properties: {}"], "sources[0].properties: unknown key; "),
        (["token: ${T}", "fields: {deal: {x: {}}}"], "calendly has no fields of your own; remove"),
    ],
)
def test_calendly(problems_of, lines, problem):
    problems = problems_of(source("calendly", *lines), env=ENV)
    assert len(problems) == 1, problems
    assert problem in problems[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.example.com/hubspot",
        "http://127.0.0.1:8000/hubspot",
        "http://localhost:8000",
        "http://[::1]:8000/",
    ],
)
def test_a_credential_goes_encrypted_or_stays_on_the_machine(load_text, url):
    config = load_text(source("hubspot", "token: ${T}", f"base_url: '{url}'"), env=ENV)
    assert config.sources[0].base_url == url


def test_defaults_are_the_vendors(load_text):
    crm, calendar = load_text(
        "sources:\n"
        "  - {name: crm, type: hubspot, token: '${T}'}\n"
        "  - {name: cal, type: calendly, token: '${T}'}\n",
        env=ENV,
    ).sources
    assert isinstance(crm, HubSpotSource)
    assert isinstance(calendar, CalendlySource)
    assert (crm.base_url, crm.auth_url) == ("https://api.hubapi.com", None)
    assert (calendar.base_url, calendar.auth_url) == (
        "https://api.calendly.com",
        "https://auth.calendly.com",
    )
    assert (crm.timeout_seconds, calendar.lookback_days, calendar.no_show_days) == (60, 31, 7)
