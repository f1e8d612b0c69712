"""One unsuspicious row per mart, and the rows that each expectation must refuse.

Values are SQL expressions; `{i}` is the row's number in its table, for ids.
"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

AS_OF = "timestamptz '2026-03-01 00:00:00+00'"

GOOD: dict[str, dict[str, str]] = {
    "report_context": {"as_of": AS_OF},
    "fct_sales_cycles": {
        "cycle_id": "'cycle-{i}'",
        "source": "'crm'",
        "rep_id": "'rep-1'",
        "channel": "'inbound'",
        "status": "'won'",
        "started_at": "timestamptz '2026-01-05 09:00:00+00'",
        "closed_at": "timestamptz '2026-02-24 09:00:00+00'",
        "cycle_days": "50.0::double",
        "dormant_days": "0.0::double",
        "age_days": "null::double",
        "amount": "1000.0::double",
        "amount_reporting": "1000.0::double",
    },
    "fct_stage_visits": {
        "visit_id": "'visit-{i}'",
        "cycle_id": "'cycle-1'",
        "stage": "'demo'",
        "source_stage": "'Demo done'",
        "entered_at": "timestamptz '2026-01-05 09:00:00+00'",
        "exited_at": "timestamptz '2026-01-07 09:00:00+00'",
        "duration_days": "2.0::double",
        "business_hours": "16.0::double",
        "age_days": "null::double",
    },
    "fct_activities": {
        "activity_id": "'activity-{i}'",
        "cycle_id": "'cycle-1'",
        "kind": "'call'",
        "occurred_at": "timestamptz '2026-01-05 09:00:00+00'",
    },
    "stage_durations": {
        "segment": "'rep'",
        "segment_value": "'rep-1'",
        "period_key": "'2026-01'",
        "stage": "'demo'",
        "source_stage": "'Demo done'",
        "completed": "3",
        "open_now": "1",
        "mean_days": "2.5::double",
        "median_days": "2.0::double",
        "p75_days": "3.0::double",
        "p90_days": "3.0::double",
        "oldest_open_days": "7.0::double",
    },
    "funnel_conversion": {
        "segment": "'all'",
        "segment_value": "'all'",
        "period_type": "'month'",
        "period_key": "'2026-01'",
        "step": "'step ' || {i}",
        "step_number": "{i}",
        "reached": "100 - {i}",
        "visited": "50",
        "conversion_to_next": "0.5::double",
        "conversion_from_start": "1.0::double",
        "resolved_conversion": "0.75::double",
        "median_days_to_next": "3.0::double",
    },
    "sales_cycle_length": {
        "segment": "'rep'",
        "segment_value": "'rep-1'",
        "period_type": "'month'",
        "period_key": "'2026-02'",
        "won": "3",
        "lost": "1",
        "win_rate": "0.75::double",
        "missing_amounts": "3",
        "mean_days": "40.0::double",
        "median_days": "50.0::double",
        "p90_days": "60.0::double",
    },
    "quota_attainment": {
        "level": "'rep'",
        "owner": "'rep-1'",
        "period_key": "'2026-02'",
        "measure": "'revenue'",
        "actual": "-20.0::double",
        "prorated_quota": "100.0::double",
        "expected_to_date": "100.0::double",
        "attainment": "-0.2::double",
    },
    "fct_referrals": {
        "referral_id": "'referral-{i}'",
        "source": "'crm'",
        "confidence": "1.0::double",
        "depth": "1",
        "not_credited_reason": "null::varchar",
    },
    "referral_attribution": {
        "referrer_person_id": "'person-{i}'",
        "referrals": "2",
        "became_cycles": "2",
        "won": "1",
        "conversion": "0.5::double",
    },
    "fct_bookings": {
        "booking_id": "'booking-{i}'",
        "source": "'calendar'",
        "confidence": "0.8::double",
        "booked_at": "timestamptz '2026-01-05 09:00:00+00'",
        "starts_at": "timestamptz '2026-01-07 09:00:00+00'",
        "ends_at": "timestamptz '2026-01-07 09:30:00+00'",
        "outcome": "'held'",
    },
    "booking_outcomes": {
        "segment": "'all'",
        "segment_value": "'all'",
        "period_key": "'all'",
        "held": "3",
        "no_show": "1",
        "held_confirmed": "3",
        "show_rate": "0.75::double",
        "demo_to_won": "0.2::double",
    },
    "contact_quality": {
        "person_id": "'person-{i}'",
        "kind": "'email'",
        "value_masked": "'a***@e***.org'",
        "reason": "null::varchar",
        "is_role": "false",
        "is_disposable": "false",
        "is_duplicate": "false",
    },
    "dim_person": {"email_masked": "'a***@e***.org'", "phone_masked": "'+45 ***56'"},
    "data_health": {
        "source": "'crm'",
        "stream": "'deal'",
        "status": "'ok'",
        "age_hours": "3.0::double",
        "difference": "null::varchar",
    },
    "data_problems": {
        "source": "'crm'",
        "kind": "'bad_cell'",
        "count": "2",
        "share": "0.0001::double",
        "example_id": "'deal-7'",
        "how_to_fix": "'correct the cell'",
    },
}
GOOD["fct_source_stage_visits"] = GOOD["fct_stage_visits"]
GOOD["source_stage_durations"] = GOOD["stage_durations"]


@dataclass(frozen=True)
class Bad:
    """What a refused row changes of the good one, and how many of each the table holds.

    Shares need most rows to be bad, an outlier needs most rows to be good.
    """

    mart: str
    name: str
    changes: dict[str, str]
    good: int = 1
    bad: int = 99
    shows: str = ""
    hides: str | None = field(default=None)


def build(path: Path, tables: dict[str, list[tuple[dict[str, str], int]]]) -> Path:
    """A database whose schema `marts` holds these tables; each row is repeated as often as said."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set TimeZone = 'UTC'; create schema marts")
        for mart, rows in tables.items():
            numbered = [row for row, times in rows for _ in range(times)]
            selects = [
                "select " + ", ".join(f"{value} as {column}" for column, value in row.items())
                for row in numbered or rows[0][:1]
            ]
            query = " union all ".join(
                select.replace("{i}", str(number)) for number, select in enumerate(selects, start=1)
            )
            empty = "" if numbered else " where false"
            connection.execute(f"create table marts.{mart} as select * from ({query}){empty}")
    return path
