"""One row per deal with one date column per stage, as a German spreadsheet program saves it.

Windows-1252, semicolons, dd/mm/yyyy, decimal commas. What must come out is computed from the rows.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from tests.exports.export_run import Rows, differences, published

DEALS, AS_OF = 1_500, date(2025, 12, 31)
COLUMNS = {
    "prospecting": "Erstkontakt (Datum)",
    "outreach": "Angerufen am",
    "qualification": "Qualifiziert?",
    "demo": "Vorführung am",
    "closing": "Vertrag geschickt\n(Datum)",
    "won": "Gewonnen – Datum",  # noqa: RUF001
    "lost": "Verloren am",
}
STAGES = [*COLUMNS][:5]
NUMBERS = {"prospecting": 1, "outreach": 2, "qualification": 3, "demo": 4, "closing": 6}
HEADER = ["Vorgangs-Nr.", "Kunde;Firma", "Verkäufer/in", "Angelegt", "Wert (€)", "Währung", "Notiz"]
OWNERS = ["Jürgen Groß", "Zoë Löw", "D'Angelo, Zé", ""]
CONFIGURATION: dict[str, Any] = {
    "company": {"reporting_timezone": "Europe/Vienna", "reporting_currency": "EUR"},
    "as_of": AS_OF.isoformat(),
    "sources": [
        {
            "name": "liste",
            "type": "spreadsheet",
            "tables": [
                {
                    "path": "Vertriebsliste*.csv",
                    "entity": "deal",
                    "columns": {
                        "deal_id": "Vorgangs-Nr.",
                        "name": "Kunde;Firma",
                        "owner": "Verkäufer/in",
                        "created_at": "Angelegt",
                        "amount": "Wert (€)",
                        "currency": "Währung",
                    },
                    "stage_dates": COLUMNS,
                    "dates": "%d/%m/%Y",
                    "decimal": ",",
                    "thousands": ".",
                }
            ],
        }
    ],
}


class Deal(NamedTuple):
    """A row of the list: the dates that are filled, by stage."""

    key: str
    owner: str
    created: date
    amount: float | None
    dates: dict[str, date]


class Visit(NamedTuple):
    """Whole days in one stage, `left` None while it lasts."""

    deal: str
    stage: str
    entered: date
    left: date | None


def test_visits_and_money_equal_plain_python(tmp_path: Path) -> None:
    chance = random.Random(1252)
    deals = [_deal(number, chance) for number in range(DEALS)]
    _write(tmp_path / "Vertriebsliste Stand Dezember.csv", deals)
    with published(tmp_path, CONFIGURATION) as marts:
        found = [
            line
            for what, sql, wanted in _figures(deals)
            for line in differences(what, marts.execute(sql).fetchall(), wanted)
        ]
    assert not found, "\n".join(found)


def _deal(number: int, chance: random.Random) -> Deal:
    """Stages are left out, reached on one day, or dated out of order, and some deals have none."""
    created = date(2024, 1, 1) + timedelta(days=chance.randrange(600))
    day, dates = created + timedelta(days=chance.choice([0, 0, 0, 2, 9])), {}
    for stage in STAGES[: chance.randrange(len(STAGES) + 1)]:
        if chance.random() < 0.8:
            dates[stage] = day
        day += timedelta(days=chance.choice([-2, 0, 1, 3, 8, 21]))
    if dates and chance.random() < 0.6:
        end = max(dates.values()) + timedelta(days=chance.choice([0, 1, 5, 30]))
        dates[chance.choice(["won", "lost"])] = end
    dates = {stage: max(day, created) for stage, day in dates.items()}
    amount = round(chance.uniform(-50, 250_000), 2) if chance.random() < 0.9 else None
    return Deal(f"V-{number:05d}", chance.choice(OWNERS), created, amount, dates)


def _write(path: Path, deals: list[Deal]) -> None:
    with path.open("w", newline="", encoding="windows-1252") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*HEADER, *COLUMNS.values()])
        for deal in deals:
            text = "" if deal.amount is None else f"{deal.amount:,.2f}"
            days = [deal.dates.get(stage) for stage in COLUMNS]
            writer.writerow(
                [
                    deal.key,
                    "Müller & Söhne; „Nord“\nGmbH",
                    deal.owner,
                    f"{deal.created:%d/%m/%Y}",
                    text.translate(str.maketrans(",.", ".,")),
                    "EUR",
                    'ruft "bald" zurück;\r\nsagt er',
                    *("" if day is None else f"{day:%d/%m/%Y}" for day in days),
                ]
            )


def _runs(deal: Deal) -> list[tuple[str, date]]:
    """The dated stages in order; time from creation to the first one is of no known stage."""
    order = [*COLUMNS]
    dated = sorted(deal.dates.items(), key=lambda item: (item[1], order.index(item[0])))
    gap = not dated or dated[0][1] > deal.created
    return [*([("unknown", deal.created)] if gap else []), *dated]


def _visits(deal: Deal) -> Iterator[Visit]:
    runs = _runs(deal)
    for place, (stage, entered) in enumerate(runs):
        left = runs[place + 1][1] if place + 1 < len(runs) else None
        if stage not in ("won", "lost"):
            yield Visit(deal.key, stage, entered, left)


def _days(start: date, end: date) -> int:
    return (end - start).days


def _figures(deals: list[Deal]) -> Iterator[tuple[str, str, Rows]]:
    """What is compared: its name, our query and the rows it must give."""
    visits = [visit for deal in deals for visit in _visits(deal)]
    yield (
        "every visit",
        """select deal_id, stage, entered_date, exited_date, duration_days, visits.age_days
            from marts.fct_stage_visits as visits join marts.fct_sales_cycles using (cycle_id)""",
        [
            (*visit, _days(visit.entered, visit.left), None)
            if visit.left
            else (*visit, None, _days(visit.entered, AS_OF))
            for visit in visits
        ],
    )
    by_stage = defaultdict(list)
    for visit in visits:
        by_stage[visit.stage].append(visit)
    yield (
        "durations by stage",
        """select stage, visits, completed, open_now, mean_days, median_days
            from marts.stage_durations where segment = 'all' and period_type = 'all'""",
        [_durations(stage, found) for stage, found in by_stage.items()],
    )
    yield (
        "every deal",
        """select deal_id, status, started_date, close_date, cycle_days, amount_reporting
            from marts.fct_sales_cycles""",
        [(deal.key, *_close(deal), deal.amount) for deal in deals],
    )
    won = defaultdict(list)
    for deal in deals:
        if "won" in deal.dates:
            won[deal.owner or "(unassigned)", f"{deal.dates['won']:%Y-%m}"].append(deal.amount)
    yield (
        "won and value per owner and month",
        """select segment_value, period_key, won, won_amount_reporting, missing_amounts
            from marts.sales_cycle_length
            where segment = 'rep' and period_type = 'month' and won > 0""",
        [
            (*key, len(found), sum(amount or 0 for amount in found), found.count(None))
            for key, found in won.items()
        ],
    )
    yield (
        "funnel",
        """select step_number, reached, visited from marts.funnel_conversion
            where segment = 'all' and period_type = 'all' and step_number < 8""",
        [(step, *_reached(deals, step)) for step in range(1, 8)],
    )


def _durations(stage: str, visits: list[Visit]) -> tuple[Any, ...]:
    done = [_days(visit.entered, visit.left) for visit in visits if visit.left]
    mean, middle = (fmean(done), median(done)) if done else (None, None)
    return stage, len(visits), len(done), len(visits) - len(done), mean, middle


def _close(deal: Deal) -> tuple[str, date, date | None, int | None]:
    for outcome in ("won", "lost"):
        if closed := deal.dates.get(outcome):
            days = _days(deal.created, closed) if outcome == "won" else None
            return outcome, deal.created, closed, days
    return "open", deal.created, None, None


def _reached(deals: list[Deal], step: int) -> tuple[int, int]:
    visited = [{NUMBERS.get(stage, 7) for stage in {*d.dates} - {"lost"}} for d in deals]
    return sum(max(v, default=1) >= max(step, 1) for v in visited), sum(step in v for v in visited)
