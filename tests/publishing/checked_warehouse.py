"""A small warehouse that was built and checked, made by plain SQL."""

from pathlib import Path

import duckdb

ROWS = 500


def write_warehouse(path: Path, *, build: str, checked: str | None, number: int = 0) -> None:
    """Marts and contacts whose values all carry `number`, so that a mixture of two shows."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for schema in ("marts", "contacts", "staging", "audit"):
            connection.execute(f"create schema {schema}")
        connection.execute(
            "create table marts.fct_deals ("
            " deal_id varchar primary key, number integer not null check (number >= 0),"
            " amount double, since timestamptz, on_day date)"
        )
        connection.execute(
            "insert into marts.fct_deals select 'd' || i, ?, i / 4,"
            " timestamptz '2026-01-01 00:00:00+00' + to_hours(i::integer),"
            " date '2026-01-01' + i::integer"
            f" from range({ROWS}) as t(i)",
            [number],
        )
        connection.execute("comment on table marts.fct_deals is 'One row per deal; it''s small.'")
        connection.execute("comment on column marts.fct_deals.amount is 'In euros.'")
        connection.execute(
            "create view marts.totals as select count(*) as deals from marts.fct_deals"
        )
        connection.execute("comment on view marts.totals is 'How many there are.'")
        connection.execute(f"create table marts.stamp as select {number} as number")
        connection.execute("create table contacts.person (person_id varchar, name varchar)")
        connection.execute("insert into contacts.person values ('p1', 'Ada Lovelace')")
        connection.execute("create table staging.secret as select 'not for readers' as text")
        connection.execute("create table audit.build (build_id varchar)")
        connection.execute("insert into audit.build values (?)", [build])
        connection.execute("create table audit.checked (build_id varchar)")
        if checked is not None:
            connection.execute("insert into audit.checked values (?)", [checked])


def write_report(published: Path, out: Path) -> None:
    """A report that is nothing but the number in the published marts."""
    with duckdb.connect(str(published), read_only=True) as connection:
        number = connection.execute("select number from marts.stamp").fetchall()[0][0]
    out.write_text(f"<!doctype html><p>{number}</p>\n", encoding="utf-8")
