"""A sheet of 8,000 leads and a sheet of the 842 that were won, joined by the lead's id.

The shape is that of a public marketing funnel: leads have a date, deals only the time of the win.
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.exports.export_run import differences, plain, published

LEADS, DEALS, AS_OF = 8_000, 842, "2018-11-14"
FIRST, DAYS_OF_LEADS = datetime.fromisoformat("2017-06-14"), 352
ORIGINS = {
    "organic_search": 0.28,
    "paid_search": 0.2,
    "social": 0.17,
    "unknown": 0.14,
    "direct_traffic": 0.06,
    "email": 0.06,
    "referral": 0.04,
    "other_publicities": 0.04,
    "": 0.01,
}
SEGMENTS = [
    "pet",
    "car_accessories",
    "home_decor",
    'food "bio", drink',
    "watches\n(and jewels)",
    "",
]
CONFIGURATION: dict[str, Any] = {
    "company": {"reporting_timezone": "America/Sao_Paulo", "reporting_currency": "BRL"},
    "as_of": AS_OF,
    "sources": [
        {
            "name": "funnel",
            "type": "spreadsheet",
            "fields": {
                "lead": {"landing_page": {"type": "text"}},
                "deal": {"business_segment": {"type": "text", "segment": True}},
            },
            "tables": [
                {
                    "path": "marketing qualified leads *.csv",
                    "entity": "lead",
                    "columns": {
                        "lead_id": "mql_id",
                        "created_at": "first_contact_date",
                        "lead_source": "origin",
                        "landing_page": "landing_page_id",
                    },
                },
                {
                    "path": "closed_deals_dataset.csv",
                    "entity": "deal",
                    "columns": {
                        "deal_id": "seller_id",
                        "lead_id": "mql_id",
                        "owner": "sr_id",
                        "closed_at": "won_date",
                        "amount": "declared_monthly_revenue",
                        "business_segment": "business_segment",
                    },
                    "constants": {"status": "won", "currency": "BRL"},
                    "timezone": "America/Sao_Paulo",
                },
            ],
        }
    ],
}
WON = "select * from deals left join leads using (mql_id)"
DAYS = "cast(won_date as date) - cast(first_contact_date as date)"
ORIGIN = "coalesce(origin, '(unknown)')"
EQUAL: dict[str, tuple[str, str]] = {
    "leads and won": (
        """select count(*), count(lead_id), count(*) filter (status = 'won'),
            count(*) filter (status = 'open') from marts.fct_sales_cycles""",
        """select (select count(*) from leads), (select count(*) from leads),
            count(*), (select count(*) from leads) - count(*) from deals""",
    ),
    "conversion by origin": (
        """select segment_value, begun.reached, won.reached, won.conversion_from_start
            from marts.funnel_conversion as won
            join marts.funnel_conversion as begun
                using (segment, segment_value, period_type, period_key)
            where segment = 'lead_source' and period_type = 'all'
                and won.step = 'won' and begun.step = 'prospecting'""",
        f"""select {ORIGIN}, count(*), count(seller_id), count(seller_id) / count(*)
            from leads left join deals using (mql_id) group by 1""",
    ),
    "conversion by month of the lead": (
        """select period_key, reached, conversion_from_start from marts.funnel_conversion
            where segment = 'all' and period_type = 'month' and step = 'won'""",
        """select strftime(cast(first_contact_date as date), '%Y-%m'), count(seller_id),
            count(seller_id) / count(*) from leads left join deals using (mql_id) group by 1""",
    ),
    "days from lead to won by origin": (
        """select segment_value, won, mean_days, median_days, p90_days
            from marts.sales_cycle_length where segment = 'lead_source' and period_type = 'all'""",
        f"""select {ORIGIN}, count(*), avg({DAYS}) filter ({DAYS} >= 0),
            quantile_cont({DAYS}, 0.5) filter ({DAYS} >= 0),
            quantile_cont({DAYS}, 0.9) filter ({DAYS} >= 0) from ({WON}) group by 1""",
    ),
    "won and value per rep and month": (
        """select segment_value, period_key, won, won_amount_reporting, missing_amounts, win_rate
            from marts.sales_cycle_length where segment = 'rep' and period_type = 'month'""",
        """select sr_id, strftime(cast(won_date as date), '%Y-%m'), count(*),
            coalesce(sum(declared_monthly_revenue), 0),
            count(*) filter (declared_monthly_revenue is null), 1 from deals group by 1, 2""",
    ),
    "won by business segment": (
        """select segment_value, won from marts.sales_cycle_length
            where segment = 'business_segment' and period_type = 'all'""",
        "select coalesce(business_segment, '(unknown)'), count(*) from deals group by 1",
    ),
    "each won deal": (
        """select deal_id, lead_id, closed_at, close_date, cycle_days, is_time_inconsistent
            from marts.fct_sales_cycles where status = 'won'""",
        f"""select seller_id, mql_id, timezone('America/Sao_Paulo', cast(won_date as timestamp)),
            cast(won_date as date), case when {DAYS} >= 0 then {DAYS} end, {DAYS} < 0
            from ({WON})""",
    ),
}


def test_every_figure_equals_plain_sql(tmp_path: Path) -> None:
    _write_sheets(tmp_path, random.Random(842))
    wanted = _export(tmp_path)
    with published(tmp_path, CONFIGURATION) as ours:
        found = [
            line
            for what, (our_sql, plain_sql) in EQUAL.items()
            for line in differences(
                what, ours.execute(our_sql).fetchall(), wanted.execute(plain_sql).fetchall()
            )
        ]
    assert not found, "\n".join(found)


def _write_sheets(folder: Path, chance: random.Random) -> None:
    leads = []
    for number in range(LEADS):
        day = FIRST + timedelta(days=chance.randrange(DAYS_OF_LEADS))
        origin = chance.choices([*ORIGINS], [*ORIGINS.values()])[0]
        page = f"{chance.randrange(40):032x}"
        leads.append((f"{number:08x}{chance.getrandbits(96):024x}", day, page, origin))
    with (folder / "marketing qualified leads (final) v2.csv").open(
        "w", newline="", encoding="utf-8-sig"
    ) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["mql_id", "first_contact_date", "landing_page_id", "origin"])
        writer.writerows((key, f"{day:%Y-%m-%d}", page, origin) for key, day, page, origin in leads)
    header = "mql_id seller_id sdr_id sr_id won_date business_segment lead_type"
    with (folder / "closed_deals_dataset.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*header.split(), "declared_monthly_revenue"])
        writer.writerows(_deal(lead, chance) for lead in chance.sample(leads, DEALS))


def _deal(lead: tuple[str, datetime, str, str], chance: random.Random) -> list[str]:
    """A won deal: most within weeks, some the same day, a few with a date before the lead's."""
    days = chance.choice([0, -3, *(int(chance.expovariate(1 / 45)) for _ in range(40))])
    won = lead[1] + timedelta(days=min(days, 160), seconds=chance.randrange(86_400))
    revenue = chance.choices(["", "0.0", f"{chance.uniform(500, 90_000):.2f}"], [2, 5, 3])[0]
    return [
        lead[0],
        f"{chance.getrandbits(128):032x}",
        f"sdr {chance.randrange(30)}",
        f"{chance.randrange(22):032x}",
        f"{won:%Y-%m-%d %H:%M:%S}",
        chance.choice(SEGMENTS),
        chance.choice(["online_medium", "online_big", "industry", ""]),
        revenue,
    ]


def _export(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = plain()
    for table, pattern in {"leads": "marketing*.csv", "deals": "closed_deals*.csv"}.items():
        connection.execute(
            f"""create table {table} as from
                read_csv('{folder}/{pattern}', all_varchar = true, header = true)"""
        )
    connection.execute("alter table deals alter declared_monthly_revenue type decimal(18, 2)")
    return connection
