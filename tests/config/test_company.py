"""What the warehouse's schema config holds, in a real DuckDB file."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml

from connectors import company
from connectors.company import COLUMNS, StreamHealth, write, write_streams

NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # 1 April, 00:30 in Copenhagen
DECLARED = Path(company.__file__).parents[1] / "dbt_project/models/config/_config__sources.yml"


def rows(warehouse, sql):
    return warehouse.execute(sql).fetchall()


def identities(warehouse):
    """A table that is written again gets another number."""
    found = rows(
        warehouse,
        "select table_name, table_oid from duckdb_tables() where schema_name = 'config'",
    )
    assert len(found) == len(COLUMNS)
    return dict(found)


def test_tables_are_those_that_dbt_reads(warehouse, load_with):
    write(warehouse, load_with(""), now=NOW)
    declared = {
        (table["name"], column["name"], column["data_type"])
        for source in yaml.safe_load(DECLARED.read_text())["sources"]
        for table in source["tables"]
        for column in table["columns"]
    }
    names = {"timestamp with time zone": "timestamptz"}
    written = {
        (table, column, names.get(type_.lower(), type_.lower()))
        for table, column, type_ in rows(
            warehouse,
            "select table_name, column_name, data_type from information_schema.columns"
            " where table_schema = 'config'",
        )
    }
    assert len(declared) > 60
    assert written == declared


def test_settings_with_a_date(warehouse, load_with):
    text = (
        "company: {reporting_timezone: Europe/Copenhagen, default_region: DK, week_start: sunday,"
        ' working_hours: "08:30-16:00", fiscal_year_start: 7}\n'
        "rules: {lead_to_deal_days: 90, credit_repeat_purchase: true}\n"
        "as_of: 2026-03-31\n"
    )
    write(warehouse, load_with(text), now=NOW)
    (settings,) = rows(warehouse, "select * exclude (config_hash) from config.settings")
    assert settings == (
        datetime(2026, 3, 31, 22, tzinfo=UTC),
        datetime(2026, 3, 31, 21, 59, 59, 999999, tzinfo=UTC),
        date(2026, 3, 31),
        NOW,
        "Europe/Copenhagen",
        "EUR",
        "DK",
        7,
        7,
        30600,
        57600,
        90,
        10,
        "close_date",
        True,
    )


def test_settings_without_as_of_take_the_start_of_the_run(warehouse, load_with):
    write(warehouse, load_with("company: {reporting_timezone: Europe/Copenhagen}\n"), now=NOW)
    (settings,) = rows(
        warehouse, "select as_of, as_of_cut, as_of_date, default_region from config.settings"
    )
    assert settings == (NOW, NOW, date(2026, 4, 1), None)


def test_calendar(warehouse, load_with):
    text = "company: {reporting_timezone: Europe/Copenhagen, fiscal_year_start: 7}\n"
    write(warehouse, load_with(text), now=NOW)
    dates = (date(2200, 1, 1) - date(1900, 1, 1)).days
    assert rows(
        warehouse,
        "select count(*), count(distinct date), min(date), max(date) from config.calendar",
    ) == [(dates, dates, date(1900, 1, 1), date(2199, 12, 31))]
    assert rows(warehouse, "select * from config.calendar where date = '2027-01-01'") == [
        (
            date(2027, 1, 1),
            datetime(2026, 12, 31, 23, tzinfo=UTC),
            datetime(2027, 1, 1, 23, tzinfo=UTC),
            True,
            "2026-W53",
            date(2026, 12, 28),
            "2027-01",
            date(2027, 1, 1),
            "2027-Q3",
            date(2027, 1, 1),
            "2027",
            date(2026, 7, 1),
        )
    ]
    # DuckDB's own zone rules agree on every midnight that its clocks have
    disagreements = rows(
        warehouse,
        "select count(*) from config.calendar where date between '1980-01-01' and '2037-12-31'"
        " and midnight_at <> timezone('Europe/Copenhagen', date::timestamp)",
    )
    assert disagreements == [(0,)]


def test_the_same_configuration_rewrites_nothing_but_the_settings(warehouse, load_with):
    write(warehouse, load_with(""), now=NOW)
    before = identities(warehouse)
    (first,) = rows(warehouse, "select config_hash from config.settings")
    later = NOW + timedelta(days=1)
    write(warehouse, load_with("as_of: 2026-01-01\n"), now=later)
    after = identities(warehouse)
    assert {table for table in after if after[table] != before[table]} == {"settings"}
    (second,) = rows(warehouse, "select config_hash, run_started_at from config.settings")
    assert second == (*first, later)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("company: {week_start: sunday}\n", {"calendar"}),
        ("company: {reporting_currency: USD}\n", set()),
        ("company: {account_size_bands: [7]}\n", {"account_size_bands"}),
        ("rules: {lead_to_deal_days: 3}\n", set()),
        ("rules: {channels: {partner: [x]}}\n", {"channels"}),
        ("rules: {demo_event_types: [x]}\n", {"demo_event_types"}),
    ],
)
def test_a_change_rewrites_its_table_and_changes_the_hash(warehouse, load_with, text, changed):
    write(warehouse, load_with(""), now=NOW)
    before = identities(warehouse)
    (old,) = rows(warehouse, "select config_hash from config.settings")
    write(warehouse, load_with(text), now=NOW)
    after = identities(warehouse)
    assert {table for table in after if after[table] != before[table]} == {"settings"} | changed
    (new,) = rows(warehouse, "select config_hash from config.settings")
    assert new != old


def test_a_sheet_in_company_is_a_source_too(warehouse, load_with, tmp_path):
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "reps.csv").write_text("rep_id\n")
    write(warehouse, load_with(""), now=NOW)
    assert rows(warehouse, "select source from config.sources") == [("crm",), ("company",)]


def test_tables_that_dbt_created_empty_or_another_release_wrote_are_filled(warehouse, load_with):
    warehouse.execute("drop schema config cascade")
    warehouse.execute("create schema config")
    warehouse.execute(f"create table config.calendar ({COLUMNS['calendar']})")
    warehouse.execute("create table config.channels (old varchar)")
    write(warehouse, load_with(""), now=NOW)
    assert rows(warehouse, "select count(*) > 0 from config.calendar") == [(True,)]
    assert rows(warehouse, "select channel from config.channels where lead_source_key = 'seo'")


def test_a_failure_leaves_what_was_there(warehouse, load_with):
    write(warehouse, load_with(""), now=NOW)
    before = rows(warehouse, "from config.channels order by all")
    warehouse.execute("drop table config.settings")
    warehouse.execute("create view config.settings as select 1 as as_of")
    with pytest.raises(duckdb.Error):
        write(warehouse, load_with("rules: {channels: {partner: [x]}}\n"), now=NOW)
    assert rows(warehouse, "from config.channels order by all") == before


def test_streams_are_replaced_and_survive_a_new_configuration(warehouse, load_with):
    def health(stream, status, rows=None, reason=None):
        return StreamHealth("crm", stream, status, NOW, rows, 5, 2, reason, NOW)

    write_streams(warehouse, [health("lead", "ok", 3), health("deal", "ok", 4)])
    write_streams(warehouse, [health("lead", "stale", reason="no such file")])
    write(warehouse, load_with(""), now=NOW)
    assert rows(warehouse, "from config.streams") == [
        ("crm", "lead", "stale", NOW, None, 5, 2, "no such file", NOW)
    ]
    write_streams(warehouse, [])
    assert rows(warehouse, "from config.streams") == []
