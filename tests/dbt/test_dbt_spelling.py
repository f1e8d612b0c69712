"""Models name no engine: what DuckDB spells in its own way is in macros/engine/."""

import pytest
from dbt_commands import PROJECT
from spelling import DUCKDB_ONLY, ZONE_BLIND, offences

PLANTED = {
    "qualify": "select 1 from a qualify row_number() over (order by b) = 1",
    "cast by colons": "select a::date from b",
    "list functions": "select list_sort(a) from b",
    "struct functions": "select struct_pack(a := 1)",
    "epoch": "select epoch_us(a) from b",
    "date_diff": "select date_diff('day', a, b) from c",
    "strftime": "select strftime(a, '%Y') from b",
    "arg_max": "select ARG_MAX(a, b) from c",
    "quantile": "select quantile_cont(a, 0.5) from b",
    "exclude": "select * exclude (a) from b",
    "unnest": "select unnest(a) from b",
    "reading files": "select * from read_parquet('a')",
    "timezone": "select timezone('UTC', a) from b",
    "interval": "select a + interval 1 day from b",
    "try_cast": "select try_cast(a as double) from b",
    "json functions": "select json_extract_string(a, '$.b') from c",
    "hashes": "select md5(a) from b",
    "group by all": "select a, count(*) from b group by all",
    "filter": "select count(*) filter (where a) from b",
    "the clock": "select current_timestamp",
    "an instant cast to a date": "select cast(a.closed_at as date) from a",
    "date() of an instant": "select date(closed_at) from a",
    "an instant truncated": "select date_trunc('month', closed_on) from a",
}
INNOCENT = """
{# epoch(a) in a comment #}
with a as (select * from {{ ref('b') }}) -- qualify
select {{ list_item('texts', 1) }} as c, {{ json_texts('payload', ['$.a']) }} as d,
    cast(e as double) as e,
    {{ hashed_id(["'cycle'", 'leader']) }} as id
from a
"""


def test_every_rule_catches_its_planted_offence() -> None:
    assert set(PLANTED) == {*DUCKDB_ONLY, *ZONE_BLIND}
    for rule, sql in PLANTED.items():
        assert rule in offences(sql), rule


def test_sql_inside_a_macro_call_is_read_too() -> None:
    assert offences("""{{ by_segment('a', "arg_max(b, c) as d") }}""") == ["arg_max"]


def test_macro_calls_and_comments_are_no_offence() -> None:
    assert offences(INNOCENT) == []


@pytest.mark.parametrize("folder", ["models", "tests"])
def test_no_model_or_test_spells_what_only_one_engine_knows(folder: str) -> None:
    files = sorted((PROJECT / folder).rglob("*.sql"))
    assert files
    found = {
        str(file.relative_to(PROJECT)): broken
        for file in files
        if (broken := offences(file.read_text()))
    }
    assert found == {}
