"""How a deal lives: from stage to stage, back, aside, to an outcome, and sometimes on from it."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.company.clock import Moment, later
from sandbox.company.dice import choose, pick, spread
from sandbox.company.market import FIRST_NAME_OF, PARKING_LOT, STAGES
from sandbox.company.records import Echo, Step

STAY_DAYS = (4.0, 5.0, 7.0, 8.0, 12.0, 9.0)
"""Median days in each selling stage."""
LOSS = (0.05, 0.10, 0.13, 0.16, 0.19, 0.10)
"""How likely a stay in each selling stage ends with the deal lost."""
MOST_STAYS = 14


@dataclass(slots=True)
class DealLife:
    """The moves of one deal, in order, and the rows of its history that only repeat a stage."""

    steps: list[Step] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)

    @property
    def outcome(self) -> str | None:
        """How it ends for good; None if it never does."""
        last = [step.stage for step in self.steps if step.stage != "referral"][-1]
        return last if last not in (*STAGES, "unmapped", "unknown") else None

    @property
    def is_clean_win(self) -> bool:
        """Won once and for all: no outcome before the win and none after."""
        return {step.stage for step in self.steps if step.stage not in (*STAGES, "unmapped")} <= {
            "won",
            "referral",
            "unknown",
        } and self.outcome == "won"

    def move(self, at: datetime, stage: str, source_stage: str = "", sequence: str = "") -> None:
        """Add a move, by the CRM's first word for the stage if no other is given."""
        word = source_stage or FIRST_NAME_OF[stage]
        self.steps.append(Step(Moment(at), stage, word, sequence=sequence))


def draw(created: datetime, first_stage: str, dice: random.Random, chance: float = 1.0) -> DealLife:
    """The whole life of a deal that is created in `first_stage`.

    `chance` scales how likely it is lost: renewals are below 1.
    """
    life = DealLife()
    _sell(life, created, STAGES.index(first_stage), dice, chance)
    if life.outcome == "won":
        _after_win(life, dice)
    elif life.outcome == "lost" and dice.random() < 0.08:
        again = later(life.steps[-1].at.at, spread(dice, 25.0), dice)
        _sell(life, again, choose(dice, (2, 3, 4)), dice, chance)
    return life


def start_late(life: DealLife, created: datetime) -> None:
    """Let the deal be made before its history begins: until then it is in no known stage."""
    life.steps.insert(0, Step(Moment(created), "unknown", None, is_logged=False))


def log_a_second_late(life: DealLife) -> None:
    """Let the CRM write down the first stage a second after the deal itself."""
    first = life.steps[0]
    life.steps[0] = Step(
        first.at, first.stage, first.source_stage, logged_at=first.at.at + timedelta(seconds=1)
    )


def _sell(life: DealLife, at: datetime, index: int, dice: random.Random, chance: float) -> None:
    life.move(at, STAGES[index])
    for _ in range(MOST_STAYS):
        at = _stay(life, at, index, dice)
        if dice.random() < LOSS[index] * chance:
            life.move(at, "lost")
            return
        if dice.random() < 0.03 * chance:
            life.move(at, "disqualified")
            return
        if dice.random() < 0.035:
            return
        if dice.random() < 0.025 and index < len(STAGES) - 1:
            life.move(at, "unmapped", PARKING_LOT)
            at = later(at, spread(dice, 12.0), dice)
        elif dice.random() < 0.012 and index < len(STAGES) - 1:
            _misclick(life, at, index)
            continue
        index = _next(index, dice)
        if index == len(STAGES):
            life.move(at, "won")
            return
        life.move(at, STAGES[index])
        if dice.random() < 0.015 and index < len(STAGES) - 1:
            index += 1
            life.move(at, STAGES[index])
    life.move(later(at, 5.0, dice), "lost")


def _next(index: int, dice: random.Random) -> int:
    way = pick(dice, {"on": 82.0, "skip": 11.0, "back": 7.0})
    if way == "back" and index > 1:
        return index - 1 - int(index > 2 and dice.random() < 0.3)
    if way == "skip" and index < len(STAGES) - 2:
        return index + 2
    return index + 1


def _stay(life: DealLife, at: datetime, index: int, dice: random.Random) -> datetime:
    days = spread(dice, STAY_DAYS[index])
    ends = later(at, days, dice)
    middle = at + (ends - at) * (0.3 + 0.4 * dice.random())
    middle = middle.replace(microsecond=0)
    if not at < middle < ends:
        return ends
    word = life.steps[-1].source_stage or ""
    if STAGES[index] == "objections" and dice.random() < 0.45:
        life.move(middle, "objections", "Negotiation")
    elif dice.random() < 0.06:
        life.echoes.append(Echo(middle, word))
    return ends


def _misclick(life: DealLife, at: datetime, index: int) -> None:
    """One stage too far and back within the same second, told apart by their sequence only."""
    life.move(at, STAGES[index + 1], sequence="9")
    life.move(at, STAGES[index], sequence="10")


def _after_win(life: DealLife, dice: random.Random) -> None:
    won = life.steps[-1].at.at
    fate = pick(
        dice, {"keeps": 90.0, "revoked": 3.0, "cancelled": 1.5, "invoiced and recalled": 5.5}
    )
    if fate == "revoked":
        back = later(won, spread(dice, 12.0), dice)
        life.move(back, "objections", "Negotiation")
        life.move(later(back, spread(dice, 10.0), dice), "lost")
    elif fate == "cancelled":
        life.move(later(won, spread(dice, 9.0), dice), "lost")
    elif fate == "invoiced and recalled":
        invoiced = later(won, spread(dice, 14.0), dice)
        life.move(invoiced, "won", "Invoiced")
        life.move(later(invoiced, spread(dice, 30.0), dice), "referral", "Reference call")
    elif dice.random() < 0.45:
        life.move(later(won, spread(dice, 14.0), dice), "won", "Invoiced")
