"""The truth must keep the model's own laws, and agree with counting by hand."""

from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from sandbox.company import Company
from sandbox.company.clock import Moment, midnight
from sandbox.company.market import holidays
from sandbox.truth import (
    Books,
    booking_outcomes,
    fct_referrals,
    fct_sales_cycles,
    funnel_conversion,
    quota_attainment,
    referral_attribution,
    sales_cycle_length,
    stage_durations,
)
from sandbox.truth.arithmetic import days_between, percentile
from sandbox.truth.periods import days_of, parse, periods_of
from sandbox.truth.quota import business_days

Row = dict[str, Any]
COHORT = ("segment", "segment_value", "period_type", "period_key")


def cohort(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in COHORT)


def test_visits_tile_each_cycle(books: Books) -> None:
    assert len(books.cycles) > 3000
    for cycle in books.cycles:
        if cycle.is_time_inconsistent:
            continue
        visits = cycle.visits
        assert visits[0].entered == cycle.started
        for visit, following in pairwise(visits):
            assert visit.exited == following.entered
        assert visits[-1].exited == cycle.closed


def test_durations_of_a_cycle_known_to_the_second_add_up(books: Books) -> None:
    exact = [
        cycle
        for cycle in books.cycles
        if cycle.status == "won" and not any(visit.entered.is_day for visit in cycle.visits)
    ]
    exact = [cycle for cycle in exact if not cycle.is_time_inconsistent]
    assert len(exact) > 100
    for cycle in exact:
        assert sum(v.duration_days or 0 for v in cycle.visits) == pytest.approx(cycle.length_days)


def test_the_funnel_loses_nobody(books: Books) -> None:
    steps: dict[tuple[str, ...], dict[int, Row]] = defaultdict(dict)
    for row in funnel_conversion(books):
        steps[cohort(row)][row["step_number"]] = row
    assert len(steps) > 1000
    for rows in steps.values():
        assert sorted(rows) == [1, 2, 3, 4, 5, 6, 7, 8]
        for number in range(1, 7):
            here = rows[number]
            passed = here["open_here"] + here["exited_here"] + rows[number + 1]["reached"]
            assert here["reached"] == passed


def test_the_funnel_agrees_with_the_cycles(books: Books) -> None:
    counted = [
        row
        for row in fct_sales_cycles(books)
        if not row["is_excluded"] and row["pipeline_role"] == "new_business"
    ]
    whole = {r["step"]: r for r in funnel_conversion(books) if cohort(r)[0::2] == ("all", "all")}
    assert whole["prospecting"]["reached"] == len(counted)
    assert whole["won"]["reached"] == sum(row["status"] == "won" for row in counted)


@pytest.mark.parametrize(
    ("mart", "columns", "keys"),
    [
        (funnel_conversion, ("reached", "visited", "open_here", "exited_here"), ("step",)),
        (sales_cycle_length, ("won", "lost", "disqualified", "won_amount_reporting"), ()),
        (stage_durations, ("visits", "completed", "open_now"), ("stage",)),
        (booking_outcomes, ("booked", "held", "no_show", "cancelled", "rescheduled"), ()),
    ],
)
def test_segments_and_periods_sum_to_all(
    books: Books, mart: Any, columns: tuple[str, ...], keys: tuple[str, ...]
) -> None:
    sums: dict[Any, list[float]] = defaultdict(lambda: [0.0] * len(columns))
    for row in mart(books):
        by = tuple(row[key] for key in keys)
        total = sums[row["segment"], row["period_type"], by]
        for n, column in enumerate(columns):
            total[n] += row[column]
    assert len({segment for segment, _, _ in sums}) == 10
    assert len({period_type for _, period_type, _ in sums}) == 5
    for (_, _, by), total in sums.items():
        assert total == pytest.approx(sums["all", "all", by])


def test_credited_amounts_add_up(books: Books) -> None:
    facts = list(fct_referrals(books))
    marts = list(referral_attribution(books))
    won = sum(
        row["amount_reporting"] or 0
        for row in facts
        if row["is_credited"] and row["status"] == "won"
    )
    assert won > 0
    named = [row for row in marts if row["referrer"] != "(unknown)"]
    assert sum(row["won_amount_reporting"] for row in named) == pytest.approx(won)
    for row in named:
        assert row["chain_amount_reporting"] >= row["won_amount_reporting"]
    credited = [row for row in facts if row["is_credited"]]
    ids = [(row["deal_id"], row["lead_id"]) for row in credited]
    assert len(set(ids)) == len(ids) > 0


def test_outcomes_of_bookings_sum_to_booked(books: Books) -> None:
    names = ("scheduled", "held", "no_show", "cancelled", "rescheduled")
    rows = list(booking_outcomes(books))
    assert rows
    for row in rows:
        assert row["booked"] == sum(row[name] for name in names)


def test_reps_and_the_unassigned_do_what_the_company_does(books: Books) -> None:
    done: dict[Any, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in quota_attainment(books):
        done[row["period_key"], row["measure"]][row["level"]] += row["actual"]
    assert len(done) > 100
    for levels in done.values():
        assert levels["rep"] == pytest.approx(levels["company"])
        assert levels["team"] == pytest.approx(levels["company"])


def test_who_starts_in_the_middle_has_a_part_of_the_quota(books: Books) -> None:
    rows = {
        (row["owner"], row["period_key"], row["measure"]): row for row in quota_attainment(books)
    }
    ida = rows["R14", "2026-Q2", "deals_won"]
    # April 19, May 19 and June 22 business days; she is there for May at a half, June at 3/4.
    assert ida["prorated_quota"] == pytest.approx(5 * (19 * 0.5 + 22 * 0.75) / 60)
    oscar = rows["R13", "2025-02", "revenue"]
    assert oscar["prorated_quota"] == pytest.approx(18000 * 10 / 20)
    assert oscar["expected_to_date"] == oscar["prorated_quota"]


def test_the_books_of_a_day_do_not_know_the_next(company: Company) -> None:
    young = list(fct_sales_cycles(Books(Company(), 0)))
    assert young == list(fct_sales_cycles(Books(company, 0)))


def test_days_between_counts_instants_exactly_and_dates_whole() -> None:
    noon = Moment(datetime(2026, 3, 28, 11, tzinfo=UTC))
    noon_of_summer = Moment(datetime(2026, 3, 29, 10, tzinfo=UTC))
    assert days_between(noon, noon_of_summer) == pytest.approx(23 / 24)
    day = Moment(midnight(date(2026, 3, 30)), is_day=True)
    assert days_between(noon, day) == 2
    assert days_between(day, noon) is None


def test_percentiles_lie_linearly_between_values() -> None:
    assert percentile([9, 2, None, 4], 0.75) == 6.5
    assert percentile([9, 2, 4], 0.9) == pytest.approx(8)
    assert percentile([None], 0.5) is None


def test_periods_have_the_names_of_the_model() -> None:
    keys = [period.key for period in periods_of(date(2027, 1, 1))]
    assert keys == ["2026-W53", "2027-01", "2027-Q1", "2027", "all"]
    assert len(days_of(parse("2026-Q1"))) == 90
    assert len(business_days(parse("2026-04"))) == 19


def test_holidays_are_where_the_almanac_has_them() -> None:
    free = holidays()
    assert free[date(2026, 4, 3)] == "Langfredag"
    assert free[date(2025, 5, 29)] == "Kristi himmelfartsdag"
    assert len(free) == 36
