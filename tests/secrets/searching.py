"""Looking for planted secrets in everything that a run has left, however it is stored."""

import base64
import html
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import duckdb
import pyarrow.parquet as pq

CUT = 14
"""So many characters of a secret tell enough: a message may have been cut in the middle of it."""


def needles(secret: str) -> set[str]:
    """The spellings of a secret, and the beginnings and ends of each."""
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    found |= {html.escape(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    for before in ("", "a", "ab"):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # what stands before and behind it shows in the first and the last characters
            found.add(encode((before + secret).encode()).decode()[4:].rstrip("=")[:-1])
    return found | {spelt[:CUT] for spelt in found} | {spelt[-CUT:] for spelt in found}


class Search:
    """Finds secrets by their names in texts, files and databases."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self._needles = {
            name: [needle.encode() for needle in needles(secret)]
            for name, secret in secrets.items()
        }

    def names(self, content: bytes) -> set[str]:
        """The secrets of which there is something in the bytes."""
        return {
            name
            for name, spelt in self._needles.items()
            if any(needle in content for needle in spelt)
        }

    def found(self, folder: Path) -> dict[str, set[str]]:
        """File below the folder -> the secrets in it: in its name, its bytes, its rows."""
        told: dict[str, set[str]] = {}
        for path in sorted(folder.rglob("*")):
            names = self.names(path.relative_to(folder).as_posix().encode())
            if path.is_file():
                for content in contents(path):
                    names |= self.names(content)
            if names:
                told[path.relative_to(folder).as_posix()] = names
        return told


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they mean where they are compressed."""
    yield path.read_bytes()
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            yield repr(file.metadata.metadata).encode()
            yield from _texts(row for batch in file.iter_batches() for row in batch.to_pylist())
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            yield from _tables(connection)


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[bytes]:
    names = connection.execute(
        "select database_name, schema_name, table_name, sql from duckdb_tables()"
        " union all select database_name, schema_name, view_name, sql from duckdb_views()"
        " where not internal"
    ).fetchall()
    assert names
    yield from _texts(names)
    for database, schema, table, sql in names:
        if not sql.lower().lstrip().startswith("create table"):
            continue
        rows = connection.execute(f'from "{database}"."{schema}"."{table}"')
        while batch := rows.fetchmany(5_000):
            yield from _texts(batch)


def _texts(rows: Iterable[object]) -> Iterator[bytes]:
    """The values of many rows in few pieces, for each is searched many times."""
    found: list[bytes] = []
    for row in rows:
        values = row.values() if isinstance(row, dict) else row
        assert isinstance(values, Iterable)
        found += (value if isinstance(value, bytes) else str(value).encode() for value in values)
    yield b"\n".join(found)
