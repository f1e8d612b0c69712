"""A published file made by hand: the marts' declared columns, with the rows a test chooses."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

_SEGMENT = """segment varchar, segment_value varchar, period_type varchar, period_key varchar,
        period_start date"""

TABLES = {
    "report_context": """as_of timestamptz, as_of_date date, reporting_timezone varchar,
        reporting_currency varchar, week_start integer, fiscal_year_start integer""",
    "dim_rep": "rep_id varchar, name varchar",
    "fct_sales_cycles": """cycle_id varchar, source varchar, record_name varchar,
        record_url varchar, deal_id varchar, lead_id varchar, person_id varchar,
        account_id varchar, rep_id varchar, pipeline varchar, pipeline_role varchar,
        channel varchar, lead_source varchar, product varchar, started_at timestamptz,
        started_date date, started_precision varchar, closed_at timestamptz, close_date date,
        revenue_date date, status varchar, current_stage varchar,
        furthest_stage varchar, first_outreach_at timestamptz, touches bigint,
        last_activity_at timestamptz, next_activity_at timestamptz,
        expected_close_date date, amount double, currency varchar, amount_reporting double,
        cycle_days double, dormant_days double, age_days double, payment_terms varchar,
        stakeholders double, discount double, lost_reason varchar, disqualified_reason varchar,
        is_excluded boolean, is_counted boolean, is_time_inconsistent boolean""",
    "fct_stage_visits": """visit_id varchar, cycle_id varchar, stage varchar,
        stage_number integer, source_stage varchar, visit_number bigint,
        entered_at timestamptz, entered_precision varchar, exited_at timestamptz,
        duration_days double, business_hours double, age_days double, movement varchar,
        evidence varchar, is_current boolean, is_time_inconsistent boolean, rep_id varchar""",
    "stage_durations": f"""{_SEGMENT}, stage varchar, stage_number integer, visits bigint,
        completed bigint, open_now bigint, mean_days double, median_days double, p75_days double,
        p90_days double, oldest_open_days double""",
    "funnel_conversion": f"""{_SEGMENT}, step varchar, step_number integer, reached bigint,
        visited bigint, open_here bigint, exited_here bigint, conversion_to_next double,
        conversion_from_start double, resolved_conversion double, median_days_to_next double""",
    "sales_cycle_length": f"""{_SEGMENT}, won bigint, lost bigint, disqualified bigint,
        win_rate double, won_amount_reporting double, missing_amounts bigint, mean_days double,
        median_days double, p90_days double""",
    "quota_attainment": """level varchar, owner varchar, period_type varchar, period_key varchar,
        period_start date, measure varchar, quota double, prorated_quota double, actual double,
        attainment double, expected_to_date double, pace double, projected double,
        quota_method varchar""",
    "fct_referrals": """referral_id varchar, referrer_person_id varchar,
        referred_person_id varchar, referred_cycle_id varchar, method varchar, confidence double,
        depth integer, root_person_id varchar, referred_at timestamptz, status varchar,
        is_credited boolean, not_credited_reason varchar, amount_reporting double,
        is_repeat_purchase boolean""",
    "referral_attribution": """referrer_person_id varchar, referrals bigint,
        became_cycles bigint, won bigint, won_amount_reporting double,
        chain_amount_reporting double, conversion double, last_referral_at timestamptz""",
    "fct_bookings": """booking_id varchar, source varchar, record_url varchar, rep_id varchar,
        person_id varchar, cycle_id varchar, event_type varchar, booked_at timestamptz,
        starts_at timestamptz, starts_date date, ends_at timestamptz,
        outcome varchar, chain_id varchar,
        lead_time_hours double, cancel_notice_hours double, cancelled_by varchar,
        match_method varchar, confidence double""",
    "booking_outcomes": f"""{_SEGMENT}, booked bigint, scheduled bigint, held bigint,
        no_show bigint, cancelled bigint, rescheduled bigint, held_confirmed bigint,
        show_rate double, median_lead_time_hours double, demo_to_won double""",
    "contact_quality": """person_id varchar, kind varchar, value_masked varchar,
        is_valid boolean, reason varchar, is_role boolean, is_disposable boolean,
        is_duplicate boolean, number_type varchar, region varchar, checked_at timestamptz""",
    "data_health": """source varchar, stream varchar, status varchar,
        last_success_at timestamptz, age_hours double, rows bigint, calls bigint,
        reason varchar""",
    "data_problems": """kind varchar, source varchar, count bigint, share double,
        example_id varchar, example_url varchar, how_to_fix varchar""",
}

Rows = Iterable[Mapping[str, Any]]


def write_published(file: Path, tables: Mapping[str, Rows]) -> Path:
    """Create a published DuckDB file whose marts hold `tables`; the others are empty."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create schema marts")
        for name, columns in TABLES.items():
            connection.execute(f"create table marts.{name} ({columns})")
        for name, rows in tables.items():
            for row in rows:
                columns = ", ".join(row)
                marks = ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into marts.{name} ({columns}) values ({marks})", list(row.values())
                )
    return file
