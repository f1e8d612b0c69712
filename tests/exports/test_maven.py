"""A public set of sales opportunities goes in by configuration alone and equals plain SQL over it.

The set has no licence, so it lies outside the repository: in `../shared/data` beside the checkout,
or in the folder that SALESCYCLE_DATA names.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.exports.export_run import differences, plain, published

FOLDER = (
    Path(
        os.environ.get("SALESCYCLE_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
    )
    / "maven_crm"
)
AS_OF = "2017-12-31"
CONFIGURATION: dict[str, Any] = {
    "company": {"reporting_timezone": "America/Chicago", "reporting_currency": "USD"},
    "as_of": AS_OF,
    "sources": [
        {
            "name": "maven",
            "type": "spreadsheet",
            "stages": {
                "Prospecting": "prospecting",
                "Engaging": "outreach",
                "Won": "won",
                "Lost": "lost",
            },
            "tables": [
                {
                    "path": "accounts.csv",
                    "entity": "account",
                    "columns": {
                        "account_id": "account",
                        "name": "account",
                        "industry": "sector",
                        "employees": "employees",
                        "country": "office_location",
                    },
                    "values": {"industry": {"technolgy": "technology"}},
                },
                {
                    "path": "products.csv",
                    "entity": "product",
                    "columns": {
                        "product": "product",
                        "list_price": "sales_price",
                        "category": "series",
                    },
                },
                {
                    "path": "sales_teams.csv",
                    "entity": "rep",
                    "columns": {
                        "rep_id": "sales_agent",
                        "name": "sales_agent",
                        "manager": "manager",
                        "team": "regional_office",
                    },
                },
                {
                    "path": "sales_pipeline.csv",
                    "entity": "deal",
                    "columns": {
                        "deal_id": "opportunity_id",
                        "owner": "sales_agent",
                        "product": "product",
                        "account": "account",
                        "stage": "deal_stage",
                        "created_at": "engage_date",
                        "closed_at": "close_date",
                        "amount": "close_value",
                    },
                    "constants": {"currency": "USD"},
                    "values": {"product": {"GTXPro": "GTX Pro"}},
                },
            ],
        }
    ],
}
LENGTH = "from marts.sales_cycle_length where segment = '{}' and period_type = '{}'"
QUARTER = "extract(year from close_date) || '-Q' || extract(quarter from close_date)"
COUNTS = """
    count(*) filter (deal_stage = 'Won'), count(*) filter (deal_stage = 'Lost'),
    count(*) filter (deal_stage = 'Won')
        / nullif(count(*) filter (deal_stage in ('Won', 'Lost')), 0),
    coalesce(sum(close_value) filter (deal_stage = 'Won'), 0)"""
OUR_COUNTS = "won, lost, win_rate, won_amount_reporting"
DAYS = "close_date - engage_date"
EQUAL: dict[str, tuple[str, str]] = {
    "won, lost, win rate and value": (
        f"select {OUR_COUNTS} {LENGTH.format('all', 'all')}",
        f"select {COUNTS} from pipeline",
    ),
    "status": (
        "select status, count(*), sum(amount) from marts.fct_sales_cycles group by all",
        """select case when deal_stage in ('Won', 'Lost') then lower(deal_stage) else 'open' end,
            count(*), sum(close_value) from pipeline group by all""",
    ),
    "open deals by stage": (
        """select current_stage, count(*) from marts.fct_sales_cycles
            where status = 'open' group by 1""",
        """select case deal_stage when 'Engaging' then 'outreach' else 'prospecting' end, count(*)
            from pipeline where deal_stage in ('Engaging', 'Prospecting') group by 1""",
    ),
    "agent and quarter": (
        f"select segment_value, period_key, {OUR_COUNTS} {LENGTH.format('rep', 'quarter')}",
        f"""select sales_agent, {QUARTER}, {COUNTS} from pipeline where close_date is not null
            group by 1, 2""",
    ),
    "agent": (
        f"select segment_value, {OUR_COUNTS} {LENGTH.format('rep', 'all')}",
        f"""select sales_agent, {COUNTS} from pipeline where close_date is not null
            group by 1""",
    ),
    "regional office": (
        f"select segment_value, {OUR_COUNTS} {LENGTH.format('team', 'all')}",
        f"""select regional_office, {COUNTS} from pipeline join teams using (sales_agent)
            where close_date is not null group by 1""",
    ),
    "sector": (
        f"select segment_value, {OUR_COUNTS} {LENGTH.format('industry', 'all')}",
        f"""select coalesce(replace(sector, 'technolgy', 'technology'), '(unknown)'), {COUNTS}
            from pipeline left join accounts using (account)
            where close_date is not null group by 1""",
    ),
    "cycle length by product": (
        f"""select segment_value, won, mean_days, median_days, p90_days
            {LENGTH.format("product", "all")}""",
        f"""select replace(product, 'GTXPro', 'GTX Pro'), count(*), avg({DAYS}),
            quantile_cont({DAYS}, 0.5), quantile_cont({DAYS}, 0.9)
            from pipeline where deal_stage = 'Won' group by 1""",
    ),
    "days of each won deal": (
        "select deal_id, cycle_days from marts.fct_sales_cycles where status = 'won'",
        f"select opportunity_id, {DAYS} from pipeline where deal_stage = 'Won'",
    ),
    "age of each open dated deal": (
        """select deal_id, age_days from marts.fct_sales_cycles
            where status = 'open' and started_at is not null""",
        f"""select opportunity_id, date '{AS_OF}' - engage_date from pipeline
            where close_date is null and engage_date is not null""",
    ),
    "funnel": (
        """select step, reached from marts.funnel_conversion where segment = 'all'
            and period_type = 'all' and step in ('prospecting', 'outreach', 'won')""",
        """select 'prospecting', count(*) from pipeline union all
            select 'outreach', count(*) from pipeline where deal_stage in ('Engaging', 'Won')
            union all select 'won', count(*) from pipeline where deal_stage = 'Won'""",
    ),
}


@pytest.mark.skipif(
    not (FOLDER / "sales_pipeline.csv").is_file(),
    reason=f"no {FOLDER}: put the set there or name its parent in SALESCYCLE_DATA",
)
def test_every_figure_equals_plain_sql(tmp_path: Path) -> None:
    for name in ("accounts", "products", "sales_teams", "sales_pipeline"):
        shutil.copyfile(FOLDER / f"{name}.csv", tmp_path / f"{name}.csv")
    wanted = _export()
    with published(tmp_path, CONFIGURATION) as ours:
        found = [
            line
            for what, (our_sql, plain_sql) in EQUAL.items()
            for line in differences(
                what, ours.execute(our_sql).fetchall(), wanted.execute(plain_sql).fetchall()
            )
        ]
    assert not found, "\n".join(found)


def _export() -> duckdb.DuckDBPyConnection:
    connection = plain()
    for table, name in {
        "accounts": "accounts",
        "teams": "sales_teams",
        "pipeline": "sales_pipeline",
    }.items():
        path = FOLDER / f"{name}.csv"
        connection.execute(f"create table {table} as from read_csv('{path}')")
    return connection
