"""What of the rows that were read is new: compared with the last landed version of each record.

The comparison runs in a DuckDB of its own in memory, which spills to disk where a sheet is large.
"""

import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType

import duckdb
import pyarrow as pa

from connectors.landing import Landing

_MEMORY_LIMIT = "1GB"
_CONTENTLESS = "[0-9a-f]{32}[.][0-9]+"
_PAYLOAD = """'{"canonical":{' || canonical || '},"original":{' || original || '},"errors":['
    || coalesce(errors, '') || ']}'"""
TOMBSTONE_PAYLOAD = '{"canonical":{},"original":{},"errors":[]}'


class Changes:
    """Rows read in one sync of one stream; add the files in ascending rank, then ask what changed.

    A context is the JSON text that says which table and file a record came from.
    """

    def __init__(self) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="salescycle-")
        self._connection = duckdb.connect(
            config={"memory_limit": _MEMORY_LIMIT, "temp_directory": self._spill.name}
        )
        self._connection.execute(
            """create table parsed (
                context varchar, rank bigint, file varchar, line bigint, key varchar,
                is_record boolean, parent_id varchar, canonical varchar, original varchar,
                errors varchar
            );
            create table contexts (
                context varchar, rank bigint, is_read boolean, is_gone_if_missing boolean
            )"""
        )

    def __enter__(self) -> "Changes":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._spill.cleanup()

    def add(self, context: str, rank: int, file: str, rows: pa.Table) -> None:
        """Take rows (`records.SCHEMA`) of one file; where records repeat, the last added counts."""
        self._connection.register("rows_of_file", rows)
        self._connection.execute(
            """insert into parsed
            select ?, ?, ?, line, key, is_record, parent_id, canonical, original, errors
            from rows_of_file""",
            [context, rank, file],
        )
        self._connection.unregister("rows_of_file")

    def landed_contexts(self) -> list[str]:
        """Where the landed records came from; known after `compare`."""
        found = self._connection.execute("select distinct context from landed").fetchall()
        return [context for (context,) in found]

    def know(self, context: str, rank: int, *, is_read: bool, is_gone_if_missing: bool) -> None:
        """Say what a context of landed records stands for.

        `is_read`: it was read now, so what it lost shows; `is_gone_if_missing`: that deletes it.
        Rows that have no identity go anyway, since a changed row is another row.
        """
        self._connection.execute(
            "insert into contexts values (?, ?, ?, ?)",
            [context, rank, is_read, is_gone_if_missing],
        )

    def identify(self, key: str | None) -> Sequence[tuple[str, int, int]]:
        """Give every row its record id and keep the last row of each record.

        A row with no identity is named by its content and its number among equal rows of the file;
        a row that is no record by its place. Returns (file, line of the row that is used, rows of
        its key that are not) where a key repeats within a file; `key` is what the user calls it,
        None where repeating it is no mistake.
        """
        self._connection.execute(
            """create table identified as
            select
                rowid as row_number,
                case
                    when not is_record then 'row:' || file || ':' || line
                    when key is not null then key
                    else md5(canonical) || '.' || row_number() over (
                        partition by file, is_record and key is null, md5(canonical) order by line
                    )
                end as record_id
            from parsed;
            create table winners as
            select record_id, max(row_number) as row_number from identified group by record_id"""
            if self._has_contentless()
            else """create table identified as
            select
                rowid as row_number,
                if(is_record, key, 'row:' || file || ':' || line) as record_id
            from parsed;
            create table winners as
            select record_id, max(row_number) as row_number from identified group by record_id"""
        )
        return self._note_duplicates(key) if key else []

    def _has_contentless(self) -> bool:
        return self._one("select count(*) from parsed where is_record and key is null") > 0

    def _note_duplicates(self, key: str) -> Sequence[tuple[str, int, int]]:
        if self._one("select count(*) from identified") == self._one(
            "select count(*) from winners"
        ):
            return []
        self._connection.execute(
            """create table unused as
            select winners.row_number as used, parsed.file, parsed.line, parsed.key
            from winners
            inner join identified on identified.record_id = winners.record_id
                and identified.row_number <> winners.row_number
            inner join parsed on parsed.rowid = identified.row_number
            inner join parsed as survivor on survivor.rowid = winners.row_number
                and survivor.context = parsed.context"""
        )
        self._connection.execute(
            """update parsed set errors = concat_ws(',', parsed.errors, found.errors)
            from (
                select used, string_agg(json_object(
                    'kind', 'duplicate_key', 'column', ?, 'value', key,
                    'reason', 'a later row has the same key', 'file', file, 'line', line
                )::varchar, ',' order by line) as errors
                from unused group by used
            ) as found
            where parsed.rowid = found.used""",
            [key],
        )
        return self._connection.execute(
            """select parsed.file, parsed.line, count(*) from unused
            inner join parsed on parsed.rowid = unused.used
            group by all order by parsed.file, parsed.line"""
        ).fetchall()

    def compare(self, landing: Landing, source: str, stream: str) -> None:
        """Read the last landed version of every record of the stream."""
        files = [str(path) for path in landing.segments(source, stream)]
        if not files:
            self._connection.execute(
                """create table landed (
                    record_id varchar, context varchar, content ubigint, is_deleted boolean
                )"""
            )
            return
        self._connection.execute(
            """create table landed as
            select
                record_id,
                arg_max(context, (file_number, seq)) as context,
                arg_max(content, (file_number, seq)) as content,
                arg_max(is_deleted, (file_number, seq)) as is_deleted
            from (
                select
                    record_id, coalesce(context, '') as context, hash(payload) as content,
                    is_deleted, seq,
                    cast(regexp_extract(filename, '(\\d+)[.]parquet$', 1) as bigint) as file_number
                from read_parquet(?, filename = true)
            )
            group by record_id""",
            [files],
        )

    def gone(self) -> int:
        """How many landed records are deleted now."""
        self._connection.execute(
            f"""create or replace table deleted as
            select landed.record_id
            from landed
            inner join contexts on contexts.context = landed.context
            anti join winners on winners.record_id = landed.record_id
            where not landed.is_deleted and contexts.is_read and (
                contexts.is_gone_if_missing
                or starts_with(landed.record_id, 'row:')
                or regexp_full_match(landed.record_id, '{_CONTENTLESS}')
            )"""
        )
        return self._one("select count(*) from deleted")

    def rows(self) -> Iterator[pa.RecordBatch]:
        """The rows to land, in the order of the files, then the tombstones.

        Left out is what equals its last landed version, and what a table of higher rank that could
        not be read now has landed.
        """
        changed = self._connection.sql(
            f"""select
                winners.record_id, parsed.parent_id, parsed.context, {_PAYLOAD} as payload,
                false as is_deleted
            from parsed
            inner join winners on winners.row_number = parsed.rowid
            left join landed on landed.record_id = winners.record_id
            left join contexts on contexts.context = landed.context
            where landed.record_id is null
                or landed.is_deleted
                or not (
                    landed.content = hash({_PAYLOAD})
                    or coalesce(contexts.rank > parsed.rank and not contexts.is_read, false)
                )
            order by parsed.rowid"""
        )
        yield from changed.to_arrow_reader(20_000)
        tombstones = self._connection.sql(
            """select
                record_id, cast(null as varchar) as parent_id, landed.context,
                ? as payload, true as is_deleted
            from deleted inner join landed using (record_id)
            order by record_id""",
            params=[TOMBSTONE_PAYLOAD],
        )
        yield from tombstones.to_arrow_reader(20_000)

    def _one(self, query: str) -> int:
        ((count,),) = self._connection.execute(query).fetchall()
        return int(count)
