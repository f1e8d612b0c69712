"""What a section is: its template, its heading, and the values that are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """One section; `empty` says why there is nothing and what to do, and then stands alone."""

    key: str
    title: str
    short: str  # in the bar at the top
    question: str
    values: Mapping[str, Any] = field(default_factory=dict)
    empty: str | None = None
