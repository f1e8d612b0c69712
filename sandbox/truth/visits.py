"""The stays of a cycle in its stages, from the moves that the company knows it made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sandbox.company.clock import Moment
from sandbox.company.market import NUMBER, OUTCOMES
from sandbox.company.records import Step
from sandbox.truth.arithmetic import age, days_between

if TYPE_CHECKING:
    from sandbox.truth.cycles import Books, Cycle

Row = dict[str, Any]
REFERRAL = 7


@dataclass(slots=True)
class Visit:
    """One unbroken stay in a stage; `exited` is None while it lasts."""

    stage: str
    number: int | None
    source_stage: str | None
    entered: Moment
    exited: Moment | None
    movement: str | None
    visit_number: int

    @property
    def duration_days(self) -> float | None:
        """Days of a finished stay."""
        return days_between(self.entered, self.exited) if self.exited else None


def visits_of(steps: list[Step]) -> list[Visit]:
    """The visits that the moves of one cycle make, without stage 7.

    Moves within a stage are one visit. An outcome that something follows is a dormant visit, and
    the last outcome is none at all.
    """
    moves = [next(run) for _, run in groupby(_selling(steps), key=lambda step: step.stage)]
    found: list[Visit] = []
    for n, step in enumerate(moves):
        exited = moves[n + 1].at if n + 1 < len(moves) else None
        if step.stage in OUTCOMES and exited is None:
            continue
        stage = "dormant" if step.stage in OUTCOMES else step.stage
        number = NUMBER.get(stage)
        before = sum(visit.stage == stage for visit in found)
        movement = _movement(found[-1] if found else None, stage, number)
        found.append(
            Visit(stage, number, _source_stage(step), step.at, exited, movement, before + 1)
        )
    return found


def _selling(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.stage != "referral"]


def _source_stage(step: Step) -> str | None:
    """What the source calls it: a date column of a sheet is named by the stage it is mapped to."""
    if step.evidence == "sheet":
        return step.stage
    return step.source_stage if step.is_logged else None


def _movement(last: Visit | None, stage: str, number: int | None) -> str | None:
    if last is None:
        return "entry"
    if last.stage == "dormant" and number is not None:
        return "reopened"
    if number is None or last.number is None:
        return None
    if number < last.number:
        return "backward"
    return "forward" if number == last.number + 1 else "skip"


def referral_visit(entered: Moment, source_stage: str | None) -> Visit:
    """The stay in stage 7: it begins after the win and nobody ever ends it."""
    return Visit("referral", REFERRAL, source_stage, entered, None, "forward", 1)


def fct_stage_visits(books: "Books") -> Iterator[Row]:
    """Yield the visits of all cycles, by cycle, stage and visit number."""
    for cycle in books.cycles:
        for visit in cycle.all_visits:
            is_current = visit is cycle.current_visit
            yield {
                "deal_id": cycle.deal_id,
                "lead_id": cycle.lead_id,
                "stage": visit.stage,
                "stage_number": visit.number,
                "source_stage": visit.source_stage,
                "visit_number": visit.visit_number,
                "entered_at": visit.entered.at,
                "entered_precision": "date" if visit.entered.is_day else "instant",
                "exited_at": visit.exited.at if visit.exited else None,
                "duration_days": visit.duration_days,
                "age_days": _age(visit, books.now, books.today),
                "movement": visit.movement,
                "is_current": is_current,
                "is_time_inconsistent": visit.exited is not None and visit.duration_days is None,
                "rep_id": cycle.owner_at(visit.entered.at),
            }


def _age(visit: Visit, now: datetime, today: date) -> float | None:
    return None if visit.exited else age(visit.entered, now, today)


def entry_beyond(cycle: "Cycle", number: int) -> float | None:
    """Days from first entering stage `number` to first being beyond it, None if never."""
    own = [n for n, visit in enumerate(cycle.visits) if visit.number == number]
    if not own:
        return None
    start = cycle.visits[own[0]].entered
    later = (v for v in cycle.visits[own[0] + 1 :] if v.number is not None and v.number > number)
    beyond = next(later, None)
    if beyond is not None:
        return days_between(start, beyond.entered)
    return days_between(start, cycle.closed) if cycle.status == "won" and cycle.closed else None
