"""Sixty cycles of a made-up company, with names as hostile as a form lets people type them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from published_file import Rows

AS_OF = datetime(2026, 11, 13, 23, tzinfo=UTC)  # the end of 13 November in Copenhagen
TODAY = date(2026, 11, 13)
STAGES = ("prospecting", "outreach", "qualification", "demo", "objections", "closing")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
BREAKOUT = "</script><script>alert(3)</script>"

CONTEXT = {
    "as_of": AS_OF,
    "as_of_date": TODAY,
    "reporting_timezone": "Europe/Copenhagen",
    "reporting_currency": "EUR",
    "week_start": 1,
    "fiscal_year_start": 1,
}
ALL = {"segment": "all", "segment_value": "all", "period_type": "all", "period_key": "all"}
NAMES = {3: HOSTILE, 5: BREAKOUT, 7: "Müller & Søn, 'quoted' \"twice\""}


def _cycle(number: int) -> dict[str, Any]:
    started = AS_OF - timedelta(days=8 * number + 3, hours=5)
    reached = number % 6 + 1
    status = "open" if number < 25 else "won" if reached >= 4 else "lost"
    closed = None if status == "open" else min(started + timedelta(days=200), AS_OF)
    amount = 1000.0 + 37 * number
    return {
        "cycle_id": f"c{number:03}",
        "source": "sheets",
        "record_name": NAMES.get(number, f"Deal {number}"),
        "record_url": "javascript:alert(4)" if number == 3 else f"https://crm.example.com/{number}",
        "deal_id": f"D{number}",
        "lead_id": f"L{number}",
        "person_id": f"p{number:03}",
        "rep_id": f"R{number % 3}",
        "pipeline_role": "new_business",
        "started_at": started,
        "started_date": started.date(),
        "started_precision": "instant",
        "closed_at": closed,
        "close_date": closed and closed.date(),
        "revenue_date": closed and closed.date(),
        "status": status,
        "current_stage": STAGES[reached - 1],
        "furthest_stage": STAGES[reached - 1],
        "amount": amount,
        "currency": "EUR",
        "amount_reporting": None if number % 20 == 19 else amount,
        "cycle_days": 200.0 if status == "won" else None,
        "is_excluded": number == 59,
        "is_counted": number != 59,
        "is_time_inconsistent": False,
    }


def _visits(cycle: dict[str, Any]) -> Rows:
    last = STAGES.index(cycle["current_stage"])
    edges = [cycle["started_at"] + timedelta(days=2 * place) for place in range(last + 1)]
    ends = [*edges[1:], cycle["closed_at"]]
    for place, (entered, exited) in enumerate(zip(edges, ends, strict=True)):
        yield {
            "visit_id": f"{cycle['cycle_id']}-{place}",
            "cycle_id": cycle["cycle_id"],
            "stage": STAGES[place],
            "stage_number": place + 1,
            "visit_number": 1,
            "entered_at": entered,
            "exited_at": exited,
            "duration_days": exited and (exited - entered) / timedelta(days=1),
            "age_days": None if exited else max((AS_OF - entered) / timedelta(days=1), 0.0),
            "is_current": exited is None,
            "is_time_inconsistent": False,
            "rep_id": cycle["rep_id"],
        }


def _funnel(cycles: list[dict[str, Any]], key: dict[str, Any]) -> Rows:
    steps = [*STAGES, "won", "referral"]
    at = [7 if c["status"] == "won" else STAGES.index(c["furthest_stage"]) + 1 for c in cycles]
    reached = [sum(step >= k for step in at) for k in range(1, 10)]
    for k, (here, following) in enumerate(pairwise(reached), start=1):
        opened = sum(
            step == k and c["status"] == "open" for step, c in zip(at, cycles, strict=True)
        )
        yield key | {
            "step": steps[k - 1],
            "step_number": k,
            "reached": here,
            "visited": here,
            "open_here": opened if k < 7 else 0,
            "exited_here": here - following - opened if k < 7 else 0,
            "conversion_to_next": following / here if here and k < 8 else None,
            "resolved_conversion": following / (here - opened) if here > opened else None,
            "median_days_to_next": 2.0 if k < 6 else None,
        }


def _month(key: str) -> dict[str, Any]:
    return {
        **ALL,
        "period_type": "month",
        "period_key": key,
        "period_start": date.fromisoformat(f"{key}-01"),
    }


def _quota(owner: str, quota: float | None, actual: float) -> dict[str, Any]:
    due = None if quota is None else quota * 0.45
    return {
        "level": "rep",
        "owner": owner,
        "period_type": "month",
        "period_key": "2026-11",
        "period_start": date(2026, 11, 1),
        "measure": "revenue",
        "quota": quota,
        "prorated_quota": quota,
        "actual": actual,
        "attainment": quota and actual / quota,
        "expected_to_date": due,
        "pace": due and actual / due,
        "projected": actual / 0.45,
        "quota_method": "given",
    }


def small_company() -> dict[str, Rows]:
    """Return the rows of every mart the report reads."""
    cycles = [_cycle(number) for number in range(60)]
    counted = cycles[:-1]
    usual = {"completed": 9, "p75_days": 4.0, "p90_days": 6.0}
    held = [("held", 4), ("no_show", 1), ("cancelled", 1), ("rescheduled", 1), ("held_assumed", 2)]
    outcomes = [name for name, count in held for _ in range(count)]
    return {
        "report_context": [CONTEXT],
        "dim_rep": [{"rep_id": f"R{n}", "name": f"Rep <b>{n}</b>"} for n in range(3)],
        "fct_sales_cycles": cycles,
        "fct_stage_visits": [visit for cycle in cycles for visit in _visits(cycle)],
        "stage_durations": [
            ALL | {"stage": stage, "stage_number": n} | usual for n, stage in enumerate(STAGES, 1)
        ],
        "funnel_conversion": list(_funnel(counted, ALL)),
        "sales_cycle_length": [
            _month(f"2026-{month:02}") | {"won": month, "won_amount_reporting": month * 1500.0}
            for month in range(6, 12)
        ],
        "quota_attainment": [
            _quota("R0", 5000, 5200),
            _quota("R1", 5000, 2500),
            _quota("R2", 5000, 900),
            _quota("R9", None, 100),
        ],
        "fct_referrals": [
            {
                "referral_id": f"r{n}",
                "referrer_person_id": f"p{n - 1:03}",
                "referred_person_id": f"p{n:03}",
                "referred_cycle_id": f"c{n:03}",
                "depth": n - 39,
                "root_person_id": "p039",
                "referred_at": cycles[n]["started_at"],
                "status": cycles[n]["status"],
                "is_credited": True,
                "amount_reporting": cycles[n]["amount_reporting"],
            }
            for n in range(40, 45)
        ],
        "referral_attribution": [{"referrer_person_id": f"p{n:03}"} for n in range(39, 44)],
        "fct_bookings": [
            {
                "booking_id": f"B{n}",
                "source": "sheets",
                "rep_id": "R1",
                "cycle_id": f"c{n:03}",
                "event_type": HOSTILE,
                "starts_at": AS_OF - timedelta(days=n + 1),
                "starts_date": TODAY - timedelta(days=n),
                "outcome": outcome,
            }
            for n, outcome in enumerate(outcomes)
        ],
        "booking_outcomes": [
            _month("2026-11")
            | {"booked": 9, "scheduled": 0, "held": 6, "no_show": 1, "cancelled": 1}
            | {"rescheduled": 1, "held_confirmed": 4, "show_rate": 6 / 7}
        ],
        "contact_quality": [
            {
                "person_id": f"p{n:03}",
                "kind": kind,
                "value_masked": "m***d",
                "is_valid": n % 5 != 0,
                "reason": "too_short" if n % 5 == 0 else None,
                "is_role": n == 1,
                "is_disposable": n == 2,
                "is_duplicate": n < 4,
            }
            for n in range(20)
            for kind in ("phone", "email")
        ],
        "data_health": [
            {"source": "sheets", "stream": "deal", "status": "ok", "rows": 60, "age_hours": 1.0},
            {"source": "sheets", "stream": "lead", "status": "stale", "reason": HOSTILE},
        ],
        "data_problems": [
            {
                "kind": "bad_cell",
                "source": "sheets",
                "count": 2,
                "share": 0.03,
                "example_id": HOSTILE,
                "example_url": "javascript:alert(5)",
                "how_to_fix": BREAKOUT,
            }
        ],
    }
