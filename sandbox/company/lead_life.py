"""How a lead lives until it is given up or a deal is made of it.

A tracked lead has a status that the lead list keeps a history of. A silent one has none: what is
known of it is the day of first contact, calls and messages, and the demos that it came to.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.company.clock import Moment, later, local_day, on
from sandbox.company.dice import pick, spread
from sandbox.company.records import Step


@dataclass(slots=True)
class LeadLife:
    """The moves of one lead and, if a deal is made of it, when and in which stage."""

    steps: list[Step] = field(default_factory=list)
    converts_at: datetime | None = None
    first_deal_stage: str = "qualification"
    first_contact: Moment | None = None
    first_call: datetime | None = None
    demo_at: datetime | None = None

    @property
    def ends(self) -> datetime:
        """The last thing that happens to it as a lead."""
        return self.converts_at or self.steps[-1].at.at


def draw_tracked(created: Moment, dice: random.Random) -> LeadLife:
    """A lead with a status: new, contacted, qualified or given up."""
    is_logged = not created.is_day and dice.random() > 0.05
    life = LeadLife([Step(created, "prospecting", "New", is_logged=is_logged)])
    if not is_logged or dice.random() < 0.88:
        at = later(created.at, spread(dice, 1.2), dice)
        life.steps.append(Step(Moment(at), "outreach", "Contacted"))
    else:
        return life
    fate = pick(dice, {"unqualified": 36.0, "quiet": 27.0, "qualified": 37.0})
    if fate == "unqualified":
        at = later(at, spread(dice, 8.0), dice)
        life.steps.append(Step(Moment(at), "disqualified", "Unqualified"))
    elif fate == "qualified":
        at = later(at, spread(dice, 6.0), dice)
        life.steps.append(Step(Moment(at), "qualification", "Qualified"))
        if dice.random() < 0.06:
            at = later(at, spread(dice, 4.0), dice)
            life.steps.append(Step(Moment(at), "outreach", "Contacted"))
        if dice.random() < 0.85:
            _convert(life, at, dice)
    return life


def draw_silent(created: Moment, dice: random.Random, *, is_bookable: bool) -> LeadLife:
    """A lead without a status: only what was done with it tells where it is.

    One that is not `is_bookable` comes to no demo.
    """
    life = LeadLife([Step(created, "prospecting", None, evidence="record", is_logged=False)])
    at = created.at
    if dice.random() < 0.8:
        at = later(at, spread(dice, 1.5), dice)
        if dice.random() < 0.5:
            life.first_contact = _first_contact(created, at)
            contact, evidence = life.first_contact, "record"
            at = max(at, contact.at)
        else:
            life.first_call = at
            contact, evidence = Moment(at), "activity"
        life.steps.append(Step(contact, "outreach", None, evidence=evidence, is_logged=False))
        if is_bookable and dice.random() < 0.35:
            at = later(at, spread(dice, 6.0) + 2, dice).replace(second=0)
            life.demo_at = at
            life.steps.append(Step(Moment(at), "demo", None, evidence="booking", is_logged=False))
        if dice.random() < 0.3:
            _convert(life, at + timedelta(hours=1), dice)
    return life


def draw_twin(created: Moment) -> LeadLife:
    """A lead that was entered a second time: nothing is ever done with this row."""
    return LeadLife([Step(created, "prospecting", None, evidence="record", is_logged=False)])


def _first_contact(created: Moment, at: datetime) -> Moment:
    """The day of first contact, a date in the file: on the lead's own day it follows the lead."""
    day = on(local_day(at))
    return Moment(max(day.at, created.at), is_day=True)


def _convert(life: LeadLife, at: datetime, dice: random.Random) -> None:
    life.converts_at = later(at, min(spread(dice, 4.0), 100.0), dice)
    life.first_deal_stage = pick(dice, {"qualification": 68.0, "demo": 20.0, "outreach": 12.0})
