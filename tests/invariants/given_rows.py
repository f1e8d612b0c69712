"""The published marts and the rows that went in, side by side in one database.

Schema `marts` is what was published; `given` holds the sheets as text, one table per entity with
its `source`, and what the checks call: `time_of`, `fiscal`, `begun`, `instants` and `now`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from connectors.config.entities import ENTITIES
from tests.invariants.companies import SHEET_ZONE, World
from tests.invariants.company_rows import STAGES


@contextmanager
def opened(published: Path, made: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """Both, in UTC."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{published}' as published (read_only)")
        connection.execute("create schema marts; create schema given")
        for (name,) in connection.execute(
            """select table_name from duckdb_tables()
                where database_name = 'published' and schema_name = 'marts'"""
        ).fetchall():
            connection.execute(f"create view marts.{name} as from published.marts.{name}")
        _sheets(connection, made)
        _helpers(connection, made)
        yield connection


def _sheets(connection: duckdb.DuckDBPyConnection, made: World) -> None:
    entities = sorted({entity for tables in made.rows.values() for entity in tables})
    for entity in entities:
        names = [f.name for f in ENTITIES[entity].fields] + ["region"] * (entity == "deal")
        columns = ", ".join(f'"{name}" varchar' for name in names)
        connection.execute(f"create table given.{entity} (source varchar, {columns})")
        rows = [
            [source, *(row.get(name) or None for name in names)]
            for source, tables in made.rows.items()
            for row in tables.get(entity, [])
        ]
        marks = ", ".join("?" * (len(names) + 1))
        connection.executemany(f"insert into given.{entity} values ({marks})", rows)


def _helpers(connection: duckdb.DuckDBPyConnection, made: World) -> None:
    zone = ZoneInfo(made.zone)
    if len(made.as_of) == len("2026-01-01"):
        today = date.fromisoformat(made.as_of)
        as_of = datetime.combine(today + timedelta(days=1), time(), zone)
        cut = f"timestamptz '{as_of.isoformat()}' - interval 1 microsecond"
    else:
        as_of = datetime.fromisoformat(made.as_of)
        today, cut = as_of.astimezone(zone).date(), f"timestamptz '{as_of.isoformat()}'"
    words = ", ".join(f"('{word}', '{stage}')" for word, stage in STAGES.items())
    connection.execute(f"""
        create table given.now as select timestamptz '{as_of.isoformat()}' as as_of, {cut} as cut,
            date '{today}' as today;
        create macro given.time_of(text) as case
            when length(text) = 10 then timezone('{made.zone}', cast(text as timestamp))
            when text like '%Z' then cast(text as timestamptz)
            else timezone('{SHEET_ZONE}', cast(text as timestamp)) end;
        create macro given.fiscal_month(day) as
            date_trunc('month', day) + interval ({(13 - made.fiscal_year_start) % 12}) month;
        create macro given.fiscal(day, form) as strftime(given.fiscal_month(day), form);
        create table given.begun as
            select source, deal_id, min(begun_at) as begun_at, max(created_at) as created_at from (
                select source, deal_id, given.time_of(created_at) as begun_at,
                    given.time_of(created_at) as created_at from given.deal
                union all
                select source, deal_id, given.time_of(entered_at), null from given.stage_event
                where deal_id is not null)
            group by all;
        create table given.instants as
            with events as (
                select event.*, given.time_of(entered_at) as moment, event.stage as word,
                    coalesce(map.stage, 'unmapped') as mapped
                from given.stage_event as event
                left join (values {words}) as map(word, stage) on map.word = event.stage
                left join given.deal using (source, deal_id)
                where event.deal_id is not null and deal.source is null),
            unclear as (
                select source, deal_id from events group by all
                having min(length(entered_at)) = 10 or bool_or(word = 'Asked for names')
                union
                select source, deal_id from events where mapped in ('won', 'lost', 'disqualified')
                group by source, deal_id, moment having count(distinct mapped) > 1)
            select source, deal_id, mapped as stage, moment, sequence from events
            where (source, deal_id) not in (select (source, deal_id) from unclear);
    """)
