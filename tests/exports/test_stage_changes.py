"""One row per stage change and nothing else: 60,000 rows of 13,000 deals, without a table of deals.

What must come out is computed here from the rows, deal by deal, in plain Python.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.exports.export_run import Rows, differences, published

DEALS, ROWS = 13_000, 60_000
ZONE = ZoneInfo("Europe/Berlin")
AS_OF = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEADER = [
    "Row #",
    "Opportunity ID (18)",
    "Edited by",
    "New stage\n(after change)",
    "Changed on",
    "",
]
STAGES = {
    "0 – Suspect": "prospecting",  # noqa: RUF001
    "1: Contacted": "outreach",
    "2. Qualified?": "qualification",
    "3a Demo, planned": "demo",
    "3b Demo, held": "demo",
    "4 Negotiation / “price”": "objections",
    "5 Paper out": "closing",
    "Won (signed)": "won",
    "Lost to competitor": "lost",
    "Junk": "disqualified",
}
WORDS = [*STAGES, "Parking lot"]
ORDER = ["prospecting", "outreach", "qualification", "demo", "objections", "closing"]
OUTCOMES = ("won", "lost", "disqualified")
CONFIGURATION: dict[str, Any] = {
    "company": {"reporting_timezone": "Europe/Berlin"},
    "as_of": AS_OF.isoformat(),
    "sources": [
        {
            "name": "history",
            "type": "spreadsheet",
            "stages": STAGES,
            "tables": [
                {
                    "path": "stage history *.csv",
                    "entity": "stage_event",
                    "columns": {
                        "deal_id": "Opportunity ID (18)",
                        "stage": "New stage\n(after change)",
                        "entered_at": "Changed on",
                        "owner": "Edited by",
                    },
                    "dates": "%d.%m.%Y %H:%M:%S",
                    "timezone": "Europe/Berlin",
                }
            ],
        }
    ],
}


class Change(NamedTuple):
    """A row of the export."""

    deal: str
    stage: str
    at: datetime


class Visit(NamedTuple):
    """A run of time in one stage, `left` None while it lasts."""

    deal: str
    stage: str
    entered: datetime
    left: datetime | None


def test_visits_and_funnel_equal_plain_python(tmp_path: Path) -> None:
    changes = _changes(random.Random(60_000))
    assert len(changes) == ROWS
    assert len({change.deal for change in changes}) == DEALS
    _write(tmp_path / "stage history 2024-26.csv", changes)
    deals = defaultdict(list)
    for change in changes:
        if change.at <= AS_OF:
            deals[change.deal].append(change)
    runs = {deal: _runs(rows) for deal, rows in deals.items()}
    visits = [visit for deal, found in runs.items() for visit in _visits(deal, found)]
    with published(tmp_path, CONFIGURATION) as marts:
        found = [
            line
            for what, sql, wanted in _figures(runs, visits)
            for line in differences(what, marts.execute(sql).fetchall(), wanted)
        ]
    assert not found, "\n".join(found)


def _changes(chance: random.Random) -> list[Change]:
    """Deals with 1 to 15 rows: forward, back, repeated, reopened, at one instant, after `AS_OF`."""
    counts = [1 + min(14, int(chance.expovariate(0.27))) for _ in range(DEALS)]
    while sum(counts) != ROWS:
        place = chance.randrange(DEALS)
        counts[place] += 1 if sum(counts) < ROWS else -(counts[place] > 1)
    rows = []
    for number, count in enumerate(counts):
        deal = f"006{number:015d}"
        at = datetime(2024, 1, 2, tzinfo=UTC) + timedelta(seconds=chance.randrange(65_000_000))
        word, here = 0, {WORDS[0]}
        for _ in range(count):
            rows.append(Change(deal, WORDS[word], _as_written(at)))
            word = _next_word(word, chance)
            here.add(WORDS[word])
            if chance.random() > 0.04 or not _have_an_order(here):
                at += timedelta(seconds=int(chance.expovariate(1 / 900_000)) + 1)
                here = {WORDS[word]}
    chance.shuffle(rows)
    return rows


def _next_word(word: int, chance: random.Random) -> int:
    kind = chance.choices(["next", "same", "any", "park", "end"], [60, 6, 14, 2, 18])[0]
    if kind == "same":
        return word
    if kind == "park":
        return WORDS.index("Parking lot")
    if kind == "end":
        return chance.choice([7, 8, 8, 9])
    return min(word + 1, 7) if kind == "next" else chance.randrange(7)


def _as_written(at: datetime) -> datetime:
    """What a wall clock says of it: of an hour that autumn repeats, the first."""
    return at.astimezone(ZONE).replace(fold=0).astimezone(UTC)


def _have_an_order(words: set[str]) -> bool:
    """At one instant stages go by number and an outcome comes last; nothing orders two outcomes."""
    stages = {_mapped(word) for word in words}
    return "unmapped" not in stages and len(stages.intersection(OUTCOMES)) < 2


def _write(path: Path, changes: list[Change]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, change in enumerate(changes, start=1):
            local = f"{change.at.astimezone(ZONE):%d.%m.%Y %H:%M:%S}"
            stage = f"  {change.stage.upper()} " if number % 50 == 0 else change.stage
            writer.writerow([number, change.deal, 'Ann "AJ"\nJensen', stage, local, ""])


def _runs(rows: list[Change]) -> list[tuple[str, datetime]]:
    """Stages in order with the time each was entered, repetitions joined."""

    def order(change: Change) -> tuple[datetime, int]:
        return change.at, [*ORDER, *OUTCOMES, "unmapped"].index(_mapped(change.stage))

    runs: list[tuple[str, datetime]] = []
    for change in sorted(rows, key=order):
        if not runs or runs[-1][0] != _mapped(change.stage):
            runs.append((_mapped(change.stage), change.at))
    return runs


def _mapped(word: str) -> str:
    return STAGES.get(word, "unmapped")


def _visits(deal: str, runs: list[tuple[str, datetime]]) -> Iterator[Visit]:
    """An outcome that nothing follows is no visit; one that something follows is dormant time."""
    for place, (stage, entered) in enumerate(runs):
        left = runs[place + 1][1] if place + 1 < len(runs) else None
        if stage not in OUTCOMES:
            yield Visit(deal, stage, entered, left)
        elif left is not None:
            yield Visit(deal, "dormant", entered, left)


def _days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 86_400


def _figures(
    runs: dict[str, list[tuple[str, datetime]]], visits: list[Visit]
) -> Iterator[tuple[str, str, Rows]]:
    """What is compared: its name, our query and the rows it must give."""
    yield (
        "every visit",
        """select deal_id, stage, entered_at, exited_at, duration_days, is_current
            from marts.fct_stage_visits join marts.fct_sales_cycles using (cycle_id)""",
        [
            (
                *visit,
                None if visit.left is None else _days(visit.entered, visit.left),
                not visit.left,
            )
            for visit in visits
        ],
    )
    by_stage, by_month = defaultdict(list), Counter[tuple[str, str]]()
    for visit in visits:
        by_stage[visit.stage].append(visit)
        by_month[visit.stage, f"{(visit.left or AS_OF).astimezone(ZONE):%Y-%m}"] += 1
    yield (
        "durations by stage",
        """select stage, visits, completed, open_now, mean_days, median_days, oldest_open_days
            from marts.stage_durations where segment = 'all' and period_type = 'all'""",
        [_durations(stage, found) for stage, found in by_stage.items()],
    )
    yield (
        "visits by stage and month of exit",
        """select stage, period_key, visits from marts.stage_durations
            where segment = 'all' and period_type = 'month'""",
        [(*key, count) for key, count in by_month.items()],
    )
    ends = {deal: found[-1] for deal, found in runs.items()}
    yield (
        "deals by status",
        "select status, count(*) from marts.fct_sales_cycles group by 1",
        [*Counter(s if s in OUTCOMES else "open" for s, _ in ends.values()).items()],
    )
    yield (
        "days of won deals",
        "select deal_id, closed_at, cycle_days from marts.fct_sales_cycles where status = 'won'",
        [(d, at, _days(runs[d][0][1], at)) for d, (stage, at) in ends.items() if stage == "won"],
    )
    yield (
        "funnel",
        """select step_number, reached, visited from marts.funnel_conversion
            where segment = 'all' and period_type = 'all'""",
        _funnel(runs),
    )


def _durations(stage: str, visits: list[Visit]) -> tuple[Any, ...]:
    done = [_days(visit.entered, visit.left) for visit in visits if visit.left]
    ages = [_days(visit.entered, AS_OF) for visit in visits if not visit.left]
    mean, middle = (fmean(done), median(done)) if done else (None, None)
    return stage, len(visits), len(done), len(ages), mean, middle, max(ages, default=None)


def _funnel(runs: dict[str, list[tuple[str, datetime]]]) -> Rows:
    reached, visited = Counter[int](), Counter[int]()
    for found in runs.values():
        numbers = {ORDER.index(stage) + 1 for stage, _ in found if stage in ORDER}
        won = found[-1][0] == "won"
        reached.update(range(1, 8 if won else max(numbers, default=1) + 1))
        visited.update(numbers | {7} if won else numbers)
    return [(step, reached[step], visited[step]) for step in range(1, 9)]
