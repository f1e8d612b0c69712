"""Volume of the fact tables against what is published: a truncated read must not replace it."""

from duckdb import DuckDBPyConnection

from expectations import thresholds as limit
from expectations.suite import Frame, at_least

_FACTS = "fct_"


def is_compared(mart: str) -> bool:
    """Facts grow with the company; aggregates also change with a setting."""
    return mart.startswith(_FACTS)


def rows_of(connection: DuckDBPyConnection, marts: list[str]) -> dict[str, int]:
    """Rows by mart, of those of the marts asked for that the database has."""
    present = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    return {
        mart: _first(connection, f"select count(*) from marts.{mart}")
        for (mart,) in present
        if mart in marts
    }


def frame(mart: str, published_rows: int | None) -> Frame:
    """The mart's rows beside those published; no share where there were none, or too few."""
    comparable = published_rows is not None and published_rows >= limit.FEWEST_ROWS_TO_COMPARE
    published = str(published_rows) if comparable else "null"
    return Frame(
        f"""
            select
                count(*) as rows,
                {published}::bigint as published_rows,
                count(*) / {published}::double as share_of_published_rows
            from marts.{mart}
        """,
        label=("rows", "published_rows"),
        expectations=(
            at_least(
                "share_of_published_rows",
                limit.SMALLEST_SHARE_OF_PREVIOUS,
                "blocking",
                "Most rows are gone: a read was cut short, or a source was taken out on purpose.",
            ),
        ),
    )


def _first(connection: DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row is not None else 0
