from pathlib import Path

import pytest

from connectors.config import ConfigError, all_sources, company_source, load

EVERY_KEY = """\
company:
  reporting_timezone: Europe/Copenhagen
  reporting_currency: DKK
  default_region: NO
  week_start: sunday
  fiscal_year_start: 7
  working_hours: "08:30-16:00"
  working_days: [mon, tue, wed, thu]
  account_size_bands: [5, 100]
rules:
  lead_to_deal_days: 90
  max_rate_age_days: 3
  revenue_date: closed_at
  credit_repeat_purchase: true
  demo_event_types: ["*demo*", "Product tour"]
  channels: {referral: [referral, reference, "word of mouth"]}
as_of: 2018-11-14
sources:
  - name: crm_eu
    type: spreadsheet
    primary: true
    pipelines: {Renewals: renewal, Partner test: ignore}
    fields: {deal: {region_c: {type: text, segment: true}}}
    exclude: [{email_domain: example.com}, {deal_name: "TEST*"}, {region_c: Nowhere}]
    tables:
      - path: leads_*.csv
        snapshot: append
        entity: lead
        columns: {lead_id: mql_id, created_at: first_contact_date, lead_source: origin}
      - path: deals.xlsx
        sheet: Deals 2018
        entity: deal
        columns: {deal_id: id, closed_at: won_date, product: product, region_c: Region}
        constants: {currency: BRL}
        values: {product: {GTXPro: GTX Pro}}
        dates: {won_date: "%d/%m/%Y", demo_on: "%Y-%m-%d"}
        timezone: America/Sao_Paulo
        decimal: ","
        thousands: "."
        encoding: windows-1252
        delimiter: \\t
        header_row: 3
        stage_dates: {demo: demo_on, won: won_on}
    stages:
      Engaging: outreach
      Won: won
      Renewals: {Engaging: closing, Renewed: won}
  - name: plain
    type: spreadsheet
    tables: [{path: a.csv, entity: stage_event, columns: {lead_id: l, stage: s, entered_at: e}}]
publish: {keep: 3, mode: 0440}
"""


def test_every_key_arrives(load_text, tmp_path):
    config = load_text(EVERY_KEY)
    assert (config.path, config.folder) == (tmp_path / "salescycle.yml", tmp_path)
    company = config.company
    assert company.reporting_timezone == "Europe/Copenhagen"
    assert company.default_region == "NO"  # and not false
    assert (company.week_start_number, company.fiscal_year_start) == (7, 7)
    assert company.working_seconds == (30600, 57600)
    assert company.working_weekdays == {1, 2, 3, 4}
    assert company.account_size_bands == (5, 100)
    assert config.rules.lead_to_deal_days == 90
    assert config.rules.credit_repeat_purchase is True
    assert config.rules.channels == {"referral": ("referral", "reference", "word of mouth")}
    assert config.as_of == "2018-11-14"
    assert (config.publish.keep, config.publish.mode) == (3, "0440")
    crm, plain = config.sources
    assert (crm.primary, plain.primary) == (True, False)
    assert crm.stages == {
        "Engaging": "outreach",
        "Won": "won",
        "Renewals": {"Engaging": "closing", "Renewed": "won"},
    }
    assert crm.pipelines == {"Renewals": "renewal", "Partner test": "ignore"}
    assert crm.fields["deal"]["region_c"].segment is True
    assert crm.exclude[1] == {"deal_name": "TEST*"}
    leads, deals = crm.tables
    assert (leads.snapshot, deals.snapshot, plain.tables[0].header_row) == ("append", None, 1)
    assert deals.constants == {"currency": "BRL"}
    assert deals.values == {"product": {"GTXPro": "GTX Pro"}}
    assert deals.dates == {"won_date": "%d/%m/%Y", "demo_on": "%Y-%m-%d"}
    assert (deals.delimiter, deals.header_row, deals.decimal) == ("\t", 3, ",")
    assert deals.stage_dates == {"demo": "demo_on", "won": "won_on"}


def test_defaults(load_with):
    config = load_with("")
    assert config.company.model_dump() == {
        "reporting_timezone": "UTC",
        "reporting_currency": "EUR",
        "default_region": None,
        "week_start": "monday",
        "fiscal_year_start": 1,
        "working_hours": "09:00-17:00",
        "working_days": ("mon", "tue", "wed", "thu", "fri"),
        "account_size_bands": (10, 50, 200, 1000),
    }
    assert config.rules.model_dump() == {
        "lead_to_deal_days": 180,
        "max_rate_age_days": 10,
        "revenue_date": "close_date",
        "credit_repeat_purchase": False,
        "demo_event_types": ("*demo*",),
        "channels": {},
    }
    assert config.as_of is None
    assert config.publish.model_dump() == {"keep": 7, "mode": "0400"}


def test_a_key_without_a_value_is_as_if_left_out(load_with):
    config = load_with("company:\nrules:\n  # all as shipped\nas_of:\n")
    assert config.company.reporting_timezone == "UTC"
    assert config.as_of is None


def test_configuration_is_frozen(load_with):
    config = load_with("")
    with pytest.raises(ValueError, match="frozen"):
        config.company.reporting_currency = "USD"


def test_as_of_option_replaces_the_files(load_with):
    assert load_with("as_of: 2020-01-01\n", as_of="2026-03-31").as_of == "2026-03-31"
    with pytest.raises(ConfigError) as caught:
        load_with("", as_of="31.3.2026")
    assert str(caught.value) == (
        "--as-of: '31.3.2026' is neither a date nor a time; "
        "write 2026-03-31 or 2026-03-31T12:00:00Z"
    )


def test_variables_come_from_the_environment_and_from_dotenv(load_with, tmp_path):
    (tmp_path / ".env").write_text("ZONE=Asia/Tokyo\nCURRENCY=JPY\n")
    text = "company: {reporting_timezone: '${ZONE}', reporting_currency: '${CURRENCY}'}\n"
    company = load_with(text, env={"CURRENCY": "USD"}).company
    assert (company.reporting_timezone, company.reporting_currency) == ("Asia/Tokyo", "USD")


def test_environment_is_the_process_one_by_default(tmp_path, monkeypatch):
    monkeypatch.setenv("SALESCYCLE_TEST_SHEET", "x.csv")
    path = tmp_path / "salescycle.yml"
    path.write_text(
        "sources: [{name: s, type: spreadsheet, tables: "
        "[{path: '${SALESCYCLE_TEST_SHEET}', entity: lead, columns: {lead_id: a}}]}]"
    )
    assert load(path).sources[0].tables[0].path == "x.csv"


def test_a_byte_order_mark_is_no_content(tmp_path):
    path = tmp_path / "salescycle.yml"
    path.write_bytes(
        b"\xef\xbb\xbfsources: [{name: s, type: spreadsheet, tables: "
        b"[{path: x.csv, entity: lead, columns: {lead_id: a}}]}]"
    )
    assert load(path, env={}).sources[0].name == "s"


def test_an_alias_can_share_columns(load_text):
    config = load_text(
        "sources:\n"
        "  - name: s\n"
        "    type: spreadsheet\n"
        "    tables:\n"
        "      - {path: a.csv, entity: lead, columns: &same {lead_id: ID}}\n"
        "      - {path: b.csv, entity: lead, columns: *same}\n"
    )
    assert config.sources[0].tables[1].columns == {"lead_id": "ID"}


def test_sheets_in_company_are_a_source(load_with, tmp_path: Path):
    config = load_with("")
    assert company_source(config) is None
    assert [source.name for source in all_sources(config)] == ["crm"]
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "reps.csv").write_text("rep_id,name\n")
    (tmp_path / "company" / "overrides.csv").write_text("entity,id,field,value,from\n")
    (tmp_path / "company" / "notes.txt").write_text("not a sheet")
    source = company_source(config)
    assert source is not None
    assert source.name == "company"
    assert [(table.path, table.entity) for table in source.tables] == [
        ("company/reps.csv", "rep"),
        ("company/overrides.csv", "override"),
    ]
    assert [source.name for source in all_sources(config)] == ["crm", "company"]
