"""Rows that failed, as short texts: where they are and what they hold, nothing to write to."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from expectations.contacts.mask import mask
from expectations.suite import Expectation, Frame

MOST_EXAMPLES = 5


def describe(
    frame: Frame, rows: pd.DataFrame, expectation: Expectation, failing: tuple[int, ...]
) -> tuple[str, ...]:
    """Up to five failing rows: label columns, the failed value, then the id to look at first."""
    columns = [*frame.label, expectation.column, expectation.example]
    shown = list(dict.fromkeys(column for column in columns if column is not None))
    records = rows.iloc[list(failing[:MOST_EXAMPLES])].to_dict(orient="records")
    return tuple(
        ", ".join(f"{column} {_text(frame, record, column)}" for column in shown)
        for record in records
    )


def worst(rows: pd.DataFrame, expectation: Expectation) -> float | None:
    """The value furthest beyond the limits, else the nearest to one; null without numbers."""
    values = pd.to_numeric(rows[expectation.column], errors="coerce").dropna()
    lower, upper = expectation.arguments.get("min_value"), expectation.arguments.get("max_value")
    if values.empty or (lower is None and upper is None):
        return None
    least, most = float(values.min()), float(values.max())
    if upper is None:
        return least
    if lower is None or most - float(upper) >= float(lower) - least:
        return most
    return least


def _text(frame: Frame, record: Mapping[Hashable, Any], column: str) -> str:
    value = record[column]
    if column in frame.contact_kind:
        value = mask(record[frame.contact_kind[column]], value)
    if pd.isna(value):
        return "(none)"
    return f"{value:g}" if isinstance(value, float) else str(value)
