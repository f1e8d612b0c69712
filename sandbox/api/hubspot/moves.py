"""When the CRM's history says that a record moved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.company.clock import Moment
from sandbox.company.records import Step

APART = timedelta(milliseconds=1)
"""A history of this CRM has no sequence: what happens at once is told apart by its last digit."""


def told_apart(steps: Sequence[Step]) -> list[Step]:
    """The steps with what only a sequence orders written down one millisecond after another."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if step.sequence and last is not None and last.sequence and last.at.at >= step.at.at:
            step = replace(step, at=Moment(last.at.at + APART))
        found.append(step)
    return found


def stamp(step: Step) -> datetime:
    """The time that the history shows for a step."""
    return step.logged_at or step.at.at
