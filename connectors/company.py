"""Writes the company's decisions into schema `config` of the warehouse, where dbt reads them.

What belongs here: the tables, and when they are written. What their rows are is in `config.rows`
and `calendar`. A table carries the hash of its content as its comment and is only rewritten when
that changes, so that a night with nothing new writes one row.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from connectors.calendar import CalendarRules, days, resolve_as_of, rules_hash
from connectors.config import rest_rows, rows
from connectors.config.models import Config

COLUMNS: Mapping[str, str] = {
    "settings": "as_of timestamptz, as_of_cut timestamptz, as_of_date date, "
    "run_started_at timestamptz, reporting_timezone varchar, reporting_currency varchar, "
    "default_region varchar, week_start integer, fiscal_year_start integer, "
    "working_day_start_seconds integer, working_day_end_seconds integer, "
    "lead_to_deal_days integer, max_rate_age_days integer, revenue_date varchar, "
    "credit_repeat_purchase boolean, config_hash varchar",
    "calendar": "date date, midnight_at timestamptz, next_midnight_at timestamptz, "
    "is_working_weekday boolean, week_key varchar, week_start date, month_key varchar, "
    "month_start date, quarter_key varchar, quarter_start date, year_key varchar, "
    "year_start date",
    "stage_map": "source varchar, pipeline varchar, stage_key varchar, stage varchar, "
    "origin varchar",
    "pipelines": "source varchar, pipeline varchar, role varchar",
    "exclusions": "source varchar, field varchar, pattern varchar, reason varchar",
    "channels": "lead_source_key varchar, channel varchar",
    "demo_event_types": "pattern varchar",
    "custom_fields": "source varchar, entity varchar, field varchar, type varchar, "
    "is_segment boolean",
    "account_size_bands": "lower integer, upper integer, label varchar",
    "sources": "source varchar, type varchar, is_primary boolean, record_url varchar, "
    "external_source varchar",
    "field_map": "source varchar, entity varchar, field varchar, property varchar",
    "lead_contacts": "source varchar, property varchar, value varchar",
    "rest_feeds": "source varchar, stream varchar, feed integer, entity varchar, items varchar, "
    "suffix varchar",
    "rest_columns": "source varchar, stream varchar, feed integer, entity varchar, field varchar, "
    "type varchar, is_custom boolean, is_required boolean, origin varchar, path varchar, "
    "written varchar, constant varchar, form varchar, made varchar, is_date boolean, "
    "zone varchar, decimal varchar, thousands varchar",
    "rest_values": "source varchar, stream varchar, feed integer, field varchar, value varchar, "
    "meant varchar",
    "streams": "source varchar, stream varchar, status varchar, last_success_at timestamptz, "
    "rows bigint, calls bigint, forced_calls bigint, reason varchar, checked_at timestamptz",
}
"""Table of schema config: its columns."""

_DECISIONS: Mapping[str, Callable[[Config], Iterable[rows.Row]]] = {
    "stage_map": rows.stage_map,
    "pipelines": rows.pipelines,
    "exclusions": rows.exclusions,
    "channels": rows.channels,
    "demo_event_types": rows.demo_event_types,
    "custom_fields": rows.custom_fields,
    "account_size_bands": rows.account_size_bands,
    "sources": rows.sources,
    "field_map": rows.field_map,
    "lead_contacts": rows.lead_contacts,
    "rest_feeds": rest_rows.feeds,
    "rest_columns": rest_rows.columns,
    "rest_values": rest_rows.values,
}
_ARROW_TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """A row of config.streams: how a stream did when it was last tried."""

    source: str
    stream: str
    status: Literal["ok", "stale", "unavailable"]
    last_success_at: datetime | None
    rows: int | None
    calls: int | None
    forced_calls: int | None
    reason: str | None
    checked_at: datetime


def write(connection: duckdb.DuckDBPyConnection, config: Config, *, now: datetime) -> None:
    """Fills schema config from the configuration in one transaction.

    `now` (aware) is the start of the run; it is `as_of` too where none is configured. Streams are
    left as they are. Raises ConfigError if `as_of` is no date or time.
    """
    contents = {table: list(dict.fromkeys(make(config))) for table, make in _DECISIONS.items()}
    rules = _calendar_rules(config)
    hashes = {table: _hash(table, content) for table, content in contents.items()}
    hashes["calendar"] = _hash("calendar", rules_hash(rules))
    stable = _stable_settings(config)
    config_hash = _hash("settings", [stable, sorted(hashes.items())])
    as_of = resolve_as_of(config.as_of, ZoneInfo(rules.timezone), now)
    settings = (as_of.as_of, as_of.cut, as_of.day, now, *stable, config_hash)
    with _transaction(connection):
        _create_missing(connection)
        for table, content in contents.items():
            if _written_hash(connection, table) != hashes[table]:
                _rewrite(connection, table, content, hashes[table])
        if _written_hash(connection, "calendar") != hashes["calendar"]:
            _rewrite(connection, "calendar", list(days(rules)), hashes["calendar"])
        _rewrite(connection, "settings", [settings], config_hash)


def write_streams(connection: duckdb.DuckDBPyConnection, health: Iterable[StreamHealth]) -> None:
    """Replaces the rows of config.streams, in one transaction."""
    content = [astuple(stream) for stream in health]
    with _transaction(connection):
        _create_missing(connection)
        _rewrite(connection, "streams", content, _hash("streams", content))


def _calendar_rules(config: Config) -> CalendarRules:
    company = config.company
    return CalendarRules(
        timezone=company.reporting_timezone,
        week_start=company.week_start_number,
        fiscal_year_start=company.fiscal_year_start,
        working_weekdays=company.working_weekdays,
    )


def _stable_settings(config: Config) -> rows.Row:
    """The columns of config.settings between `run_started_at` and `config_hash`."""
    company, rules = config.company, config.rules
    return (
        company.reporting_timezone,
        company.reporting_currency,
        company.default_region,
        company.week_start_number,
        company.fiscal_year_start,
        *company.working_seconds,
        rules.lead_to_deal_days,
        rules.max_rate_age_days,
        rules.revenue_date,
        rules.credit_repeat_purchase,
    )


def _hash(table: str, content: object) -> str:
    """Hash of a table's columns and of what its rows are made from."""
    text = json.dumps([COLUMNS[table], content], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _create_missing(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema if not exists config")
    for table, columns in COLUMNS.items():
        connection.execute(f"create table if not exists config.{table} ({columns})")


def _written_hash(connection: duckdb.DuckDBPyConnection, table: str) -> str | None:
    found = connection.execute(
        "select comment from duckdb_tables() where database_name = current_database()"
        " and schema_name = 'config' and table_name = ?",
        [table],
    ).fetchone()
    return None if found is None else found[0]


def _rewrite(
    connection: duckdb.DuckDBPyConnection, table: str, content: Sequence[rows.Row], written: str
) -> None:
    """Replaces a table, its columns too, in case another release wrote it."""
    connection.execute(f"create or replace table config.{table} ({COLUMNS[table]})")
    if content:
        names, types = zip(*(part.split() for part in COLUMNS[table].split(", ")), strict=True)
        arrays = [
            pa.array(column, _ARROW_TYPES[type_])
            for column, type_ in zip(zip(*content, strict=True), types, strict=True)
        ]
        view = f"_config_{table}"
        connection.register(view, pa.table(arrays, names=list(names)))
        connection.execute(f"insert into config.{table} select * from {view}")
        connection.unregister(view)
    connection.execute(f"comment on table config.{table} is '{written}'")
