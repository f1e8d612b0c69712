"""Periods are named as in the marts, and parts of them by their days."""

from datetime import date

import pytest

from publishing.report.periods import months_around, period_of, previous


@pytest.mark.parametrize(
    ("day", "kind", "fiscal", "key", "start", "end"),
    [
        (date(2026, 12, 31), "month", 1, "2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 11, 13), "quarter", 1, "2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 11, 13), "year", 1, "2026", date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 11, 13), "year", 7, "2027", date(2026, 7, 1), date(2027, 7, 1)),
        (date(2026, 11, 13), "quarter", 7, "2027-Q2", date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 2, 1), "quarter", 11, "2026-Q2", date(2026, 2, 1), date(2026, 5, 1)),
    ],
)
def test_period_of_a_day(
    day: date, kind: str, fiscal: int, key: str, start: date, end: date
) -> None:
    period = period_of(day, kind, fiscal)
    assert (period.key, period.start, period.end) == (key, start, end)


def test_same_days_stop_at_the_end_of_a_shorter_month() -> None:
    march = period_of(date(2026, 3, 31), "month", 1)
    same = previous(march, 1).first_days(31)
    assert (same.start, same.end, same.name) == (
        date(2026, 2, 1),
        date(2026, 3, 1),
        "1 to 28 Feb 2026",
    )


def test_months_around_cross_the_year() -> None:
    keys = [month.key for month in months_around(date(2026, 1, 15), 2, ahead=1)]
    assert keys == ["2025-11", "2025-12", "2026-01", "2026-02"]
