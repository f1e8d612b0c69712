"""Holding the marts of a warehouse against what the company knows of itself."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from sandbox import truth
from sandbox.truth import Books

Row = dict[str, Any]
Naming = Callable[[object], object]
"""Gives the company's own word for a value of a mart."""
CYCLE = ("deal_id", "lead_id")
COHORT = ("segment", "segment_value", "period_type", "period_key")


@dataclass(frozen=True)
class Mart:
    """A mart, how its truth is told, and by which columns rows of both pair off."""

    name: str
    truth: Callable[[Books], Iterator[Row]]
    key: tuple[str, ...]
    where: str = "true"
    people: tuple[tuple[str, str], ...] = ()
    """Columns that hold people: (in the truth, in the mart)."""


MARTS = (
    Mart("fct_sales_cycles", truth.fct_sales_cycles, CYCLE, people=(("person", "person_id"),)),
    Mart("fct_stage_visits", truth.fct_stage_visits, (*CYCLE, "stage", "visit_number")),
    Mart("stage_durations", truth.stage_durations, (*COHORT, "stage")),
    Mart("funnel_conversion", truth.funnel_conversion, (*COHORT, "step")),
    Mart("sales_cycle_length", truth.sales_cycle_length, COHORT),
    Mart(
        "quota_attainment",
        truth.quota_attainment,
        ("level", "owner", "period_type", "period_key", "measure"),
        "period_type <> 'all'",
    ),
    Mart(
        "fct_referrals",
        truth.fct_referrals,
        (*CYCLE, "referrer"),
        people=(
            ("referrer", "referrer_person_id"),
            ("referred", "referred_person_id"),
            ("root", "root_person_id"),
        ),
    ),
    Mart(
        "referral_attribution",
        truth.referral_attribution,
        ("referrer",),
        people=(("referrer", "referrer_person_id"),),
    ),
    Mart("fct_bookings", truth.fct_bookings, ("booking_id",)),
    Mart("booking_outcomes", truth.booking_outcomes, COHORT),
)


def as_it_stands(value: object) -> object:
    """The naming of a mart that is made of the company's own words."""
    return value


def differences(
    connection: duckdb.DuckDBPyConnection, books: Books, mart: Mart, naming: Naming = as_it_stands
) -> list[str]:
    """Say what the mart shows that is not so, and what is so that it does not show."""
    expected = {key_of(row, mart): row for row in mart.truth(books)}
    people = _people(connection, books, naming)
    found: dict[tuple[Any, ...], Row] = {}
    said = []
    for row in _rows(connection, mart, naming):
        for ours, theirs in mart.people:
            row[ours] = people.get(row[theirs], row[theirs])
        key = key_of(row, mart)
        if key in found:
            said.append(f"{key}: twice")
        found[key] = row
    said += [f"{key}: missing, should be {expected[key]}" for key in expected.keys() - found.keys()]
    said += [f"{key}: should not be, is {found[key]}" for key in found.keys() - expected.keys()]
    for key in expected.keys() & found.keys():
        for column, value in expected[key].items():
            if column not in found[key]:
                said.append(f"{key}: there is no column {column}")
            elif not is_same(value, found[key][column]):
                said.append(f"{key}: {column} is {found[key][column]!r}, should be {value!r}")
    return said


def _rows(connection: duckdb.DuckDBPyConnection, mart: Mart, naming: Naming) -> list[Row]:
    cursor = connection.execute(f"select * from marts.{mart.name} where {mart.where}")
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, map(naming, row), strict=True)) for row in cursor.fetchall()]
    link = "referred_cycle_id" if mart.name == "fct_referrals" else "cycle_id"
    if link in names:
        cycles = {
            cycle_id: {"deal_id": naming(deal_id), "lead_id": naming(lead_id)}
            for cycle_id, deal_id, lead_id in connection.execute(
                "select cycle_id, deal_id, lead_id from marts.fct_sales_cycles"
            ).fetchall()
        }
        for row in rows:
            row |= cycles.get(row[link], {"deal_id": None, "lead_id": None})
    if mart.name == "fct_bookings":
        first: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: row["booked_at"]):
            row["chain"] = first.setdefault(row["chain_id"], row)["booking_id"]
    return rows


def _people(connection: duckdb.DuckDBPyConnection, books: Books, naming: Naming) -> dict[str, int]:
    """The number of the person behind every person_id; a second id of one person has none."""
    numbers: dict[tuple[object, object], int] = {
        (cycle.deal_id, cycle.lead_id): cycle.attempt.person.number for cycle in books.cycles
    }
    rows = connection.execute("select person_id, deal_id, lead_id from marts.fct_sales_cycles")
    found: dict[int, str] = {}
    for person_id, *cycle in rows.fetchall():
        number = numbers.get((naming(cycle[0]), naming(cycle[1])))
        if number is not None:
            found.setdefault(number, person_id)
    return {person_id: number for number, person_id in found.items()}


def key_of(row: Row, mart: Mart) -> tuple[Any, ...]:
    """What tells the row from the others of its mart."""
    return tuple(row[name] for name in mart.key)


def is_same(expected: Any, found: Any) -> bool:
    """Whether a value is what it should be, up to rounding."""
    if isinstance(expected, bool) or expected is None or found is None:
        return expected is found
    if isinstance(expected, float | int):
        return math.isclose(float(found), expected, rel_tol=1e-9, abs_tol=1e-6)
    if isinstance(expected, date) and not isinstance(expected, datetime):
        return bool(found == expected)
    return bool(found == expected)
