"""What a company did in a real Tryton server is what the marts say it did.

The tests of this file are one story, told in order. What is expected is worked out by hand from the
log of what was done, never from what came out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.tryton.company import Company
from tests.tryton.conftest import Place
from tests.tryton.rpc import decimal

VISITS = """
    select
        cycles.record_name, visits.visit, visits.stage, visits.source_stage, visits.entered_at,
        visits.exited_at, visits.movement, visits.rep_id, visits.is_current
    from (
        select *, row_number() over (partition by cycle_id order by entered_at) as visit
        from marts.fct_stage_visits
    ) as visits
    inner join marts.fct_sales_cycles as cycles using (cycle_id)
    order by cycles.record_name, visits.visit"""
CYCLES = """
    select
        record_name, status, current_stage, furthest_stage, closed_at,
        case when status <> 'open' then close_date end, started_at, amount_reporting, rep_id,
        account_id, product, lost_reason
    from marts.fct_sales_cycles
    order by record_name"""


def read(place: Place, stream: str) -> int:
    """How many rows of a stream have landed by now."""
    files = [str(path) for path in (place.home.landing / "erp" / stream).glob("*.parquet")]
    if not files:
        return 0
    with duckdb.connect() as connection:
        ((rows,),) = connection.execute("select count(*) from read_parquet(?)", [files]).fetchall()
    return int(rows)


def today(at: datetime) -> date:
    """The day on which the server closes what is closed at an instant, in the company's zone."""
    return at.astimezone(ZoneInfo("Europe/Copenhagen")).date()


@dataclass(frozen=True)
class Visit:
    """A stage that an opportunity was in from when it came into a state, for the nth time, on."""

    stage: str
    state: str
    movement: str | None = None
    nth: int = 0
    rep: str = "Ann"


def visits_of(
    company: Company, deal: str, *visits: Visit, closed: tuple[str, int] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of visits that follow on one another, up to when the opportunity was closed."""
    starts = [company.at(deal, visit.state, visit.nth) for visit in visits]
    ends = [*starts[1:], company.at(deal, *closed) if closed else None]
    return [
        (
            *(deal, number, visit.stage, visit.state, start, end),
            *(visit.movement, company.id_of(visit.rep), end is None),
        )
        for number, (visit, start, end) in enumerate(zip(visits, starts, ends, strict=True), 1)
    ]


def test_the_first_night_reads_all_there_is(place: Place) -> None:
    company = place.company
    wheel = {"product": company.ids["wheel"], "quantity": 4, "unit": company.ids["unit"]}
    ada, address = company.ids["Ada"], company.ids["address"]
    company.lead("Engine", party=ada, address=address, amount=decimal("1000"))
    company.press("Engine", "opportunity", "opportunity")
    lines = [["create", [wheel]]]
    company.lead("Compiler", party=ada, amount=decimal("500"), lines=lines)
    company.press("Compiler", "lost", "lost")
    company.lead("Novel", party=company.ids["Mill"])
    company.lead("Mistake")
    company.press("Mistake", "cancel", "cancelled")
    assert place.run("doctor") == 0
    assert place.run("sync") == 0
    assert read(place, "opportunity") == 4
    assert read(place, "history") == len(company.log) == 7


def test_a_night_after_which_nothing_is_new_lands_nothing(place: Place) -> None:
    assert place.run("sync") == 0
    assert read(place, "opportunity") == 4
    assert read(place, "history") == 7
    assert read(place, "party") == 7


def test_moves_back_and_forth_a_reopening_and_a_deletion(place: Place) -> None:
    company = place.company
    company.convert("Engine")
    company.press("Compiler", "lead", "lead")
    company.press("Compiler", "opportunity", "opportunity")
    company.write("Novel", "of Bob", employee=company.ids["Bob"])
    company.press("Novel", "opportunity", "opportunity")
    company.lead("Bridge", party=company.ids["Mary"], amount=decimal("70.25"))
    company.press("Bridge", "opportunity", "opportunity")
    company.press("Bridge", "lead", "lead")
    company.delete("Mistake")
    assert place.run("sync") == 0
    assert place.run("build") == 0
    assert place.rows(VISITS) == [
        *visits_of(
            company,
            "Bridge",
            Visit("prospecting", "lead", "entry"),
            Visit("qualification", "opportunity", "skip"),
            Visit("prospecting", "lead", "backward", nth=1),
        ),
        *visits_of(
            company,
            "Compiler",
            Visit("prospecting", "lead", "entry"),
            Visit("dormant", "lost"),
            Visit("prospecting", "lead", "reopened", nth=1),
            Visit("qualification", "opportunity", "skip"),
        ),
        *visits_of(
            company,
            "Engine",
            Visit("prospecting", "lead", "entry"),
            Visit("qualification", "opportunity", "skip"),
            Visit("closing", "converted", "skip"),
        ),
        *visits_of(
            company,
            "Novel",
            Visit("prospecting", "lead", "entry"),
            Visit("qualification", "opportunity", "skip", rep="Bob"),
        ),
    ]


def test_wins_losses_and_a_win_taken_back(place: Place) -> None:
    company = place.company
    company.confirm("Engine", "900")
    company.write("Compiler", "reason", lost_reason="no budget")
    company.press("Compiler", "lost", "lost")
    company.lead("Tower", party=company.ids["Mary"], address=company.ids["second address"])
    company.press("Tower", "opportunity", "opportunity")
    company.convert("Tower")
    company.confirm("Tower", "300")
    company.quote_again("Tower")
    company.replace("Mill", "Mill again")
    company.end_sessions()
    assert place.run("sync") == 0
    assert place.run("run") == 0
    assert place.rows(CYCLES) == expected_cycles(company)
    found = place.rows(VISITS)
    assert [visit for visit in found if visit[0] in ("Compiler", "Engine", "Tower")] == [
        *visits_of(
            company,
            "Compiler",
            Visit("prospecting", "lead", "entry"),
            Visit("dormant", "lost"),
            Visit("prospecting", "lead", "reopened", nth=1),
            Visit("qualification", "opportunity", "skip"),
            closed=("lost", 1),
        ),
        *visits_of(
            company,
            "Engine",
            Visit("prospecting", "lead", "entry"),
            Visit("qualification", "opportunity", "skip"),
            Visit("closing", "converted", "skip"),
            closed=("won", 0),
        ),
        *visits_of(
            company,
            "Tower",
            Visit("prospecting", "lead", "entry"),
            Visit("qualification", "opportunity", "skip"),
            Visit("closing", "converted", "skip"),
            Visit("dormant", "won"),
            Visit("closing", "converted", "reopened", nth=1),
        ),
    ]


def expected_cycles(company: Company) -> list[tuple[Any, ...]]:
    """The facts of the five attempts to sell that are left.

    A loss is closed today, a win when its quotation was accepted, at the quotation's price; where
    another offer was made the prices of both are what the opportunity is worth.
    """
    at, id_of = company.at, company.id_of
    lost, won = at("Compiler", "lost", 1), at("Engine", "won")
    rows: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
        "Bridge": (
            ("open", "prospecting", "qualification", None, None),
            (70.25, "Ann", "Mary", None, None),
        ),
        "Compiler": (
            ("lost", "qualification", "qualification", lost, today(lost)),
            (500.0, "Ann", "Ada", "Wheel", "no budget"),
        ),
        "Engine": (
            ("won", "closing", "closing", won, today(won)),
            (900.0, "Ann", "Ada", None, None),
        ),
        "Novel": (
            ("open", "qualification", "qualification", None, None),
            (None, "Bob", "Mill again", None, None),
        ),
        "Tower": (
            ("open", "closing", "closing", None, None),
            (600.0, "Ann", "Mary", None, None),
        ),
    }
    return [
        (deal, *course, at(deal, "lead"), amount, id_of(rep), id_of(account), *rest)
        for deal, (course, (amount, rep, account, *rest)) in rows.items()
    ]


def test_the_lengths_add_up(place: Place) -> None:
    """Won in so many days, of which none were dormant; visits tile the whole of every cycle."""
    company = place.company
    ((days, dormant),) = place.rows(
        "select cycle_days, dormant_days from marts.fct_sales_cycles where record_name = 'Engine'"
    )
    span = company.at("Engine", "won") - company.at("Engine", "lead")
    assert days == pytest.approx(span.total_seconds() / 86400)
    assert dormant == 0
    ((slept,),) = place.rows(
        "select dormant_days from marts.fct_sales_cycles where record_name = 'Compiler'"
    )
    span = company.at("Compiler", "lead", 1) - company.at("Compiler", "lost")
    assert slept == pytest.approx(span.total_seconds() / 86400)


def test_people_are_those_whom_opportunities_are_with(place: Place) -> None:
    assert place.rows("select name, email, phone from contacts.person order by name") == [
        ("Ada Lovelace", "ada@example.com", "+45 33 12 34 56"),
        ("Mary Shelley", "mary@example.net", None),
        ("The Mill", "office@example.net", None),
    ]
    reps = place.rows("select rep_id, name from marts.dim_rep order by name")
    assert reps == [(place.company.id_of("Ann"), "Ann"), (place.company.id_of("Bob"), "Bob")]


def test_every_stream_was_read_and_the_server_counts_as_many(place: Place) -> None:
    counted = "select vendor_count, held_count, is_different from staging.stg_tryton__tallies"
    assert place.rows(f"{counted} where is_current") == [(5, 5, False)]
    unwell = "select stream, status, reason from marts.data_health where status <> 'ok'"
    assert place.rows(unwell) == []
