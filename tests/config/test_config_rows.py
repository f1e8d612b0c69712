"""The user's decisions as rows of schema config, over the shipped defaults."""

from datetime import UTC, datetime

import pytest

from connectors.company import write

NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


def rows(warehouse, sql):
    return warehouse.execute(sql).fetchall()


def test_stage_map_lays_the_users_words_over_the_shipped_ones(warehouse, load_with):
    write(warehouse, load_with(""), now=NOW)
    shipped = rows(warehouse, "select * from config.stage_map order by stage_key")
    assert [row[2:] for row in shipped] == [
        ("closed lost", "lost", "default"),
        ("closed won", "won", "default"),
        ("closing", "closing", "default"),
        ("demo", "demo", "default"),
        ("disqualified", "disqualified", "default"),
        ("lost", "lost", "default"),
        ("objections", "objections", "default"),
        ("outreach", "outreach", "default"),
        ("prospecting", "prospecting", "default"),
        ("qualification", "qualification", "default"),
        ("referral", "referral", "default"),
        ("won", "won", "default"),
    ]
    assert {row[:2] for row in shipped} == {("crm", None)}


def test_stage_map_of_a_user(warehouse, load_text):
    tables = "tables: [{path: x, entity: lead, columns: {lead_id: a}}]"
    text = (
        "sources:\n"
        f"  - {{name: a, type: spreadsheet, {tables}, stages: "
        "{' Engaging': outreach, DEMO: objections, Renewals: {Demo: closing}}}\n"
        f"  - {{name: b, type: spreadsheet, {tables}}}\n"
    )
    write(warehouse, load_text(text), now=NOW)
    assert rows(
        warehouse,
        "select * from config.stage_map where stage_key in ('demo', 'engaging') order by all",
    ) == [
        ("a", "renewals", "demo", "closing", "user"),
        ("a", None, "demo", "objections", "user"),
        ("a", None, "engaging", "outreach", "user"),
        ("b", None, "demo", "demo", "default"),
    ]
    assert rows(
        warehouse,
        "select max(n) from (select count(*) as n from config.stage_map"
        " group by source, pipeline, stage_key)",
    ) == [(1,)]


def test_pipelines_exclusions_fields_and_sources(warehouse, load_text):
    text = (
        "sources:\n"
        "  - name: crm\n"
        "    type: spreadsheet\n"
        "    primary: true\n"
        "    pipelines: {' Renewals ': renewal}\n"
        "    fields: {deal: {region_c: {segment: true}, score: {type: number}}}\n"
        "    exclude: [{email_domain: Example.com}, {region_c: 'Test*'}]\n"
        "    tables: [{path: x, entity: lead, columns: {lead_id: a}}]\n"
    )
    write(warehouse, load_text(text), now=NOW)
    assert rows(warehouse, "from config.pipelines") == [("crm", "renewals", "renewal")]
    assert rows(warehouse, "from config.exclusions order by all") == [
        ("crm", "email_domain", "example.com", "email_domain: Example.com"),
        ("crm", "region_c", "test%", "region_c: Test*"),
    ]
    assert rows(warehouse, "from config.custom_fields order by all") == [
        ("crm", "deal", "region_c", "text", True),
        ("crm", "deal", "score", "number", False),
    ]
    assert rows(warehouse, "from config.sources") == [("crm", "spreadsheet", True, None, None)]


def test_channels_overlay_the_shipped_ones(warehouse, load_with):
    text = "rules: {channels: {partner: [' Webinar'], outbound: [Carrier pigeon]}}\n"
    write(warehouse, load_with(text), now=NOW)
    channels = dict(rows(warehouse, "from config.channels"))
    assert channels["webinar"] == "partner"
    assert channels["carrier pigeon"] == "outbound"
    for lead_source, channel in {
        "organic_search": "inbound",
        "organic search": "inbound",
        "paid_search": "inbound",
        "social": "inbound",
        "direct_traffic": "inbound",
        "email": "inbound",
        "display": "inbound",
        "cold call": "outbound",
        "cold-call": "outbound",
        "linkedin outreach": "outbound",
        "referral": "referral",
        "word of mouth": "referral",
        "reseller": "partner",
    }.items():
        assert channels[lead_source] == channel
    assert "unknown" not in channels
    assert all(word == word.strip().lower() for word in channels)
    assert set(channels.values()) == {"inbound", "outbound", "referral", "partner"}


def test_account_size_bands_cover_every_number_once(warehouse, load_with):
    write(warehouse, load_with("company: {account_size_bands: [10, 50]}\n"), now=NOW)
    assert rows(warehouse, "from config.account_size_bands order by lower") == [
        (0, 9, "0-9"),
        (10, 49, "10-49"),
        (50, None, "50+"),
    ]


@pytest.mark.parametrize(
    ("glob", "matches", "others"),
    [
        ("TEST*", ["test", "Test deal"], ["a test", "tes"]),
        ("*demo*", ["Demo", "a demo call", "DEMOS"], ["dem o"]),
        ("100% sure*", ["100% sure thing"], ["100 and sure thing"]),
        ("test_deal", ["test_deal"], ["test-deal", "testXdeal"]),
        ("v?", ["v1", "v2"], ["v", "v12"]),
        (r"a\b", [r"a\b"], ["ab"]),
        (r"a\*", [r"a\thing"], ["a*x"]),
        ("Ærø*", ["ærøskøbing"], ["aero"]),
        ("example.com", ["Example.COM"], ["examplexcom", "mail.example.com"]),
    ],
)
def test_globs_match_as_people_mean_them(warehouse, load_with, glob, matches, others):
    quoted = glob.replace("'", "''")
    write(warehouse, load_with(f"rules: {{demo_event_types: ['{quoted}']}}\n"), now=NOW)
    for text in (*matches, *others):
        (found,) = warehouse.execute(
            r"select lower(?) like pattern escape '\' from config.demo_event_types", [text]
        ).fetchall()
        assert found == (text in matches,), text
