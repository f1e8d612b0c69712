"""What the landed rows of a stream amount to: which records are there, and which are no more."""

from collections.abc import Sequence
from pathlib import Path

import duckdb


def missing_from(segments: Sequence[Path], before: int) -> list[str]:
    """Records that were live up to segment number `before` and are in none after it, sorted."""
    if not segments:
        return []
    with duckdb.connect() as connection:
        rows = connection.execute(
            """with landed as (
                select record_id, is_deleted, filename, seq, list_contains($new, filename) as is_new
                from read_parquet($files, filename = true)
            )
            select record_id
            from landed
            group by record_id
            having not bool_or(is_new) and not arg_max(is_deleted, (filename, seq))
            order by record_id""",
            {
                "files": [str(path) for path in segments],
                "new": [str(path) for path in segments if int(path.stem) > before],
            },
        ).fetchall()
    return [record_id for (record_id,) in rows]


def count_held(segments: Sequence[Path]) -> int:
    """Records whose last landed row is no tombstone."""
    if not segments:
        return 0
    with duckdb.connect() as connection:
        ((count,),) = connection.execute(
            """select count(*) filter (where not is_deleted)
            from (
                select arg_max(is_deleted, (filename, seq)) as is_deleted
                from read_parquet($files, filename = true)
                group by record_id
            )""",
            {"files": [str(path) for path in segments]},
        ).fetchall()
    return int(count)


def held_among(segments: Sequence[Path], record_ids: Sequence[str]) -> int:
    """How many of some records are there: their last landed row is no tombstone."""
    if not segments or not record_ids:
        return 0
    with duckdb.connect() as connection:
        ((count,),) = connection.execute(
            """select count(*) filter (where not is_deleted)
            from (
                select arg_max(is_deleted, (filename, seq)) as is_deleted
                from read_parquet($files, filename = true)
                where record_id in (select unnest($ids))
                group by record_id
            )""",
            {"files": [str(path) for path in segments], "ids": list(record_ids)},
        ).fetchall()
    return int(count)


def last_payloads(segments: Sequence[Path], segment: Path, rows: int) -> dict[str, str]:
    """What the records of `segment` behind its first `rows` last were before that, if anything.

    Looked for in those first rows and in the segments before it; a tombstone counts for nothing.
    """
    if not segments and not rows:
        return {}
    with duckdb.connect() as connection:
        return dict(
            connection.execute(
                """with own as (
                    select record_id, payload, is_deleted, filename, file_row_number as place
                    from read_parquet($own, filename = true, file_row_number = true)
                ),

                before as (
                    select record_id, payload, is_deleted, filename, place
                    from own
                    where place < $rows
                    union all
                    select record_id, payload, is_deleted, filename, file_row_number
                    from read_parquet($files, filename = true, file_row_number = true)
                    where record_id in (select record_id from own where place >= $rows)
                        and filename <> $own
                )

                select record_id, arg_max(payload, (filename, place))
                from before
                where not is_deleted
                    and record_id in (select record_id from own where place >= $rows)
                group by record_id""",
                {
                    "own": str(segment),
                    "files": [str(path) for path in (*segments, segment)],
                    "rows": rows,
                },
            ).fetchall()
        )
