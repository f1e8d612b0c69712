"""What a suite is made of: frames read by SQL, and what must hold for their rows.

An `Expectation` names a Great Expectations class and its arguments as data, since importing that
library takes seconds and most commands never check anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Level = Literal["blocking", "warning"]


@dataclass(frozen=True)
class Expectation:
    """What must hold for one column of a frame.

    `name` is unique in its mart and made of word characters; `says` is one sentence on what a
    failure means and what to do; `gx_type` is a class of `great_expectations.expectations`;
    `example` is the frame's column with the id of the row to look at first.
    """

    name: str
    level: Level
    says: str
    column: str
    gx_type: str
    arguments: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    example: str | None = None

    @property
    def threshold(self) -> str:
        """The limit as a reader sees it, such as `from 0 to 1`."""
        lower, upper = self.arguments.get("min_value"), self.arguments.get("max_value")
        if lower is not None and upper is not None:
            return f"from {lower:g} to {upper:g}"
        if upper is not None:
            return f"at most {upper:g}"
        if lower is not None:
            return f"at least {lower:g}"
        return "masked" if "regex" in self.arguments else "no value"


@dataclass(frozen=True)
class Frame:
    """A query over schema `marts` and what must hold for its rows.

    A fact of millions of rows is aggregated by the query. `label` names the columns that tell a
    failing row from others; `contact_kind` maps a column that may hold a contact value to its kind,
    so that it is masked before anyone sees it.
    """

    query: str
    label: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    contact_kind: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def within(
    column: str, lower: float, upper: float, level: Level, says: str, example: str | None = None
) -> Expectation:
    """Every value that is not null lies between the two, both included."""
    return _between(column, {"min_value": lower, "max_value": upper}, level, says, example)


def at_least(
    column: str, lower: float, level: Level, says: str, example: str | None = None
) -> Expectation:
    """No value is smaller."""
    return _between(column, {"min_value": lower}, level, says, example)


def at_most(
    column: str, upper: float, level: Level, says: str, example: str | None = None
) -> Expectation:
    """No value is larger."""
    return _between(column, {"max_value": upper}, level, says, example)


def always_null(column: str, level: Level, says: str, example: str | None = None) -> Expectation:
    """There is no value at all."""
    return Expectation(column, level, says, column, "ExpectColumnValuesToBeNull", example=example)


def always_like(column: str, regex: str, level: Level, says: str) -> Expectation:
    """Every text that is not null matches."""
    arguments = MappingProxyType({"regex": regex})
    return Expectation(column, level, says, column, "ExpectColumnValuesToMatchRegex", arguments)


def _between(
    column: str, bounds: Mapping[str, float], level: Level, says: str, example: str | None
) -> Expectation:
    arguments = MappingProxyType(dict(bounds))
    kind = "ExpectColumnValuesToBeBetween"
    return Expectation(column, level, says, column, kind, arguments, example)
