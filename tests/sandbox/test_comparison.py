"""The comparison itself must see what is wrong, or it proves nothing."""

from collections.abc import Iterator

import duckdb
import pytest

from sandbox import truth
from sandbox.truth import Books
from tests.sandbox.comparison import Mart, Row, differences

BOOKINGS = Mart("fct_bookings", truth.fct_bookings, ("booking_id",))


@pytest.fixture
def mart(books: Books) -> Iterator[duckdb.DuckDBPyConnection]:
    """A mart of bookings that shows just what the company knows."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts; set timezone = 'UTC'")
        rows = [row | {"chain_id": row["chain"]} for row in truth.fct_bookings(books)]
        assert rows
        columns = list(rows[0])
        types = {name: _type(rows, name) for name in columns}
        listed = ", ".join(f"{name} {types[name]}" for name in columns)
        connection.execute(f"create table marts.fct_bookings ({listed}, cycle_id varchar)")
        connection.execute(
            "create table marts.fct_sales_cycles"
            " (cycle_id varchar, person_id varchar, deal_id varchar, lead_id varchar)"
        )
        marks = ", ".join("?" for _ in columns)
        values = [[*row.values(), f"{row['deal_id']}/{row['lead_id']}"] for row in rows]
        connection.executemany(f"insert into marts.fct_bookings values ({marks}, ?)", values)
        connection.execute(
            "insert into marts.fct_sales_cycles"
            " select distinct cycle_id, cycle_id, deal_id, lead_id from marts.fct_bookings"
        )
        connection.execute("alter table marts.fct_bookings drop column chain")
        yield connection


def _type(rows: list[Row], name: str) -> str:
    value = next(row[name] for row in rows if row[name] is not None)
    names = {"float": "double", "datetime": "timestamptz"}
    return names.get(type(value).__name__, "varchar")


def test_nothing_is_said_of_a_true_mart(mart: duckdb.DuckDBPyConnection, books: Books) -> None:
    assert differences(mart, books, BOOKINGS) == []


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("update marts.fct_bookings set lead_time_hours = 1 where booking_id = ?", "hours is 1.0"),
        ("update marts.fct_bookings set chain_id = 'x' where booking_id = ?", "chain is"),
        ("delete from marts.fct_bookings where booking_id = ?", "missing"),
        ("update marts.fct_bookings set booking_id = 'x' where booking_id = ?", "should not be"),
    ],
)
def test_a_mistake_is_seen(
    mart: duckdb.DuckDBPyConnection, books: Books, mistake: str, said: str
) -> None:
    moved = next(row for row in truth.fct_bookings(books) if row["chain"] != row["booking_id"])
    mart.execute(mistake, [moved["booking_id"]])
    assert any(said in line for line in differences(mart, books, BOOKINGS))


def test_a_missing_column_is_seen(mart: duckdb.DuckDBPyConnection, books: Books) -> None:
    mart.execute("alter table marts.fct_bookings drop column outcome")
    assert any("no column outcome" in line for line in differences(mart, books, BOOKINGS))
