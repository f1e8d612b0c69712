"""A system that keeps no history: visits come of what each night saw, between two syncs.

The tests of this file are one story, told in order. What is expected is worked out by hand from
what was done to the deals before each night.
"""

from datetime import UTC, date, datetime
from typing import Any

import duckdb

from connectors.company import write
from connectors.config import load
from orchestration.dbt import DbtProject
from orchestration.home import Home
from sandbox.api.vendor import Json
from tests.rest.conftest import Place

FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = (f"2026-03-0{day}T03:00:00Z" for day in range(2, 8))
VISITS = """
    select
        cycles.deal_id, visits.stage, visits.entered_at, visits.exited_at, visits.entered_precision,
        visits.movement, visits.evidence, visits.is_current
    from marts.fct_stage_visits as visits
    inner join marts.fct_sales_cycles as cycles using (cycle_id)
    where cycles.deal_id = '{}'
    order by visits.entered_at"""


def milliseconds(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def chance(number: int, phase: str, born: str, **facts: Any) -> Json:
    worth = {"value": "1.250,50", "money": "euro"}
    known = {"no": f"ch-{number}", "topic": f"Chance {number}", "phase": phase, "worth": worth}
    return known | {"born": milliseconds(born), "ended": None, "keeper": "kim", "lines": []} | facts


def visits(deal: str, *rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Rows of (stage, entered, exited, precision, movement, evidence)."""
    return [
        (deal, stage, instant(entered), instant(exited), precision, movement, evidence, not exited)
        for stage, entered, exited, precision, movement, evidence in rows
    ]


def test_six_nights_are_read(place: Place) -> None:
    crm = place.crm
    crm.staff += [{"login": name, "called": name.title()} for name in ("kim", "lee", "max")]
    crm.wares += [{"what": what, "price": 10} for what in ("Rope", "Sail", "Mast")]
    crm.firms += [{"nr": n, "title": f"Firm {n}", "heads": "1200"} for n in range(1, 6)]
    crm.targets += [{"quarter": "2026-Q1", "login": "kim", "money": 10_000}]
    ada, bob = crm.create(2)
    crm.change(ada, full_name="Ada Lovelace", source="fair")
    when = milliseconds("2026-03-01T09:30:00Z")
    crm.talks[ada] = [{"nr": 1, "id": "t-7", "how": "call", "when": when}]
    moving, lost, gone, back = (
        chance(1, "Sniffing", "2026-03-01T10:00:00Z"),
        chance(2, "Sniffing", "2026-03-01T12:00:00Z"),
        chance(3, "Haggling", "2026-03-01T13:00:00Z"),
        chance(4, "Sniffing", "2026-03-01T14:00:00Z"),
    )
    crm.chances += [moving, lost, gone, back]
    assert place.night(FIRST, "doctor") == 0
    assert place.night(FIRST) == 0

    moving["phase"] = "Showing"
    lost |= {"phase": "No", "ended": milliseconds("2026-03-02T12:00:00Z")}
    crm.chances.remove(back)
    crm.chances.append(
        chance(
            5,
            "Papers",
            "2026-03-02T09:00:00Z",
            worth={"value": "a lot", "money": "euro"},
            due="31.03.2026",
            firm="2",
            area="north",
            people=[{"ref": ada}],
            lines=[{"what": "Rope", "pieces": 2, "sum": "1.000,00"}, {"what": "Sail", "pieces": 1}],
        )
    )
    assert place.night(SECOND) == 0

    moving["phase"] = "Papers"
    crm.chances.remove(gone)
    crm.chances.append(back | {"phase": "Showing"})
    crm.delete(bob)
    assert place.night(THIRD) == 0

    moving["phase"] = "Haggling"
    lost |= {"phase": "Showing", "ended": None}
    assert place.night(FOURTH) == 0

    moving |= {"phase": "Yes", "ended": milliseconds("2026-03-05T15:00:00Z")}
    assert place.night(FIFTH) == 0

    lost["phase"] = "Papers"
    assert place.night(SIXTH) == 0
    assert place.night(SIXTH, "build", "--quiet") == 0


def test_a_skip_and_a_step_back_are_seen_from_night_to_night(place: Place) -> None:
    rows = place.rows(VISITS.format("ch-1"))
    assert rows == visits(
        "ch-1",
        ("unknown", "2026-03-01T10:00:00Z", FIRST, "instant", "entry", "record"),
        ("qualification", FIRST, SECOND, "between_syncs", None, "record"),
        ("demo", SECOND, THIRD, "between_syncs", "forward", "versions"),
        ("closing", THIRD, FOURTH, "between_syncs", "skip", "versions"),
        ("objections", FOURTH, "2026-03-05T15:00:00Z", "between_syncs", "backward", "versions"),
    )


def test_a_lost_deal_that_is_open_again_was_dormant(place: Place) -> None:
    rows = place.rows(VISITS.format("ch-2"))
    assert rows == visits(
        "ch-2",
        ("unknown", "2026-03-01T12:00:00Z", FIRST, "instant", "entry", "record"),
        ("qualification", FIRST, SECOND, "between_syncs", None, "record"),
        ("dormant", SECOND, FOURTH, "between_syncs", None, "versions"),
        ("demo", FOURTH, SIXTH, "between_syncs", "reopened", "versions"),
        ("closing", SIXTH, None, "between_syncs", "skip", "versions"),
    )


def test_a_deal_that_was_away_for_a_night_goes_on(place: Place) -> None:
    rows = place.rows(VISITS.format("ch-4"))
    assert rows == visits(
        "ch-4",
        ("unknown", "2026-03-01T14:00:00Z", FIRST, "instant", "entry", "record"),
        ("qualification", FIRST, THIRD, "between_syncs", None, "record"),
        ("demo", THIRD, None, "between_syncs", "forward", "versions"),
    )


def test_cycles_are_what_the_deals_are_now(place: Place) -> None:
    rows = place.rows(
        """select deal_id, status, current_stage, started_at, closed_at, round(cycle_days, 3),
            amount_reporting, rep_id, product, lead_id, account_id, expected_close_date
        from marts.fct_sales_cycles order by deal_id"""
    )
    # two o'clock on the first is when the fourth was made; with the third nothing is left to tell
    start = {hour: instant(f"2026-03-01T{hour}:00:00Z") for hour in ("09", "10", "12", "14")}
    won, days = instant("2026-03-05T15:00:00Z"), round(4 + 5 / 24, 3)
    none = (None, None, None, None)
    due = date(2026, 3, 31)
    assert rows == [
        ("ch-1", "won", "objections", start["10"], won, days, 1250.5, "kim", *none),
        ("ch-2", "open", "closing", start["12"], None, None, 1250.5, "kim", *none),
        ("ch-4", "open", "demo", start["14"], None, None, 1250.5, "kim", *none),
        # the person was made at nine
        (
            *("ch-5", "open", "closing", start["09"], None, None, None, "kim"),
            *("Rope", "pe-0000000", "2", due),
        ),
    ]


def test_a_value_that_cannot_be_used_is_counted_with_its_place(place: Place) -> None:
    ((count, cause, example, fix),) = place.rows(
        """select count, main_cause, example_id, how_to_fix
        from marts.data_problems where kind = 'bad_cell'"""
    )
    assert (count, cause, example) == (1, "deal worth.value", "chances:ch-5")
    assert 'Correct "a lot" in worth.value (stream chances)' in fix
    assert "under sources > odd > streams > chances > feeds > deal" in fix


def test_a_description_that_is_corrected_holds_for_the_nights_before(place: Place) -> None:
    """Without anything being read anew: what landed is what the system said."""
    names = "select version_number, name from staging.stg_rest__deals where deal_id = 'ch-1'"
    before = place.rows(f"{names} order by 1")
    assert before == [(night, "Chance 1") for night in range(1, 6)]
    text = place.config.read_text(encoding="utf-8").replace("name: topic", "name: keeper")
    place.config.write_text(text, encoding="utf-8")
    home, config = Home(place.home), load(place.config)
    with duckdb.connect(str(home.warehouse)) as connection:
        write(connection, config, now=place.now)
    done = DbtProject(home, config).build(select=["model.salescycle.stg_rest__deals"])
    assert done.succeeded
    assert place.rows(f"{names} order by 1") == [(night, "kim") for night in range(1, 6)]
