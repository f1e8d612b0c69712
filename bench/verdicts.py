"""Contact verdicts: judged for the first time, and known from an earlier night."""

import time
from collections.abc import Iterator

import duckdb

from expectations.functions import register

CONTACTS = 40_000


def rates() -> Iterator[tuple[str, float]]:
    """What was judged and how many of it a second."""
    with duckdb.connect() as database:
        register(database)
        database.execute(
            f"""create table contact as select
                'buyer' || range || '@company' || (range % 999) || '.example.com' as email,
                '+45 ' || (20000000 + range) as phone from range({CONTACTS})"""
        )
        for what, call in (
            ("e-mail, first", "contact_email(email)"),
            ("phone, first", "contact_phone(phone, 'DK')"),
        ):
            started = time.perf_counter()
            database.execute(
                f"create or replace table verdict as select *, {call} as it from contact"
            )
            yield what, CONTACTS / (time.perf_counter() - started)
        started = time.perf_counter()
        repeats = 50
        for _ in range(repeats):
            database.execute(
                """select count(*) from contact left join verdict using (email)
                where verdict.it is null"""
            ).fetchall()
        yield "either, repeated (looked up)", repeats * CONTACTS / (time.perf_counter() - started)
