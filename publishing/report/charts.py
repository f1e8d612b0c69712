"""What all charts share: palette, type, and the step from an Altair chart to a drawable spec.

Colours are those of Okabe and Ito (Color Universal Design, 2008), which people with any of the
usual colour deficiencies tell apart; a shape, a label or the table beside it says the same again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import vl_convert

from publishing.report.marts import Row
from publishing.report.periods import Period

BLUE, SKY, GREEN = "#0072B2", "#56B4E9", "#009E73"
ORANGE, VERMILLION, PURPLE = "#E69F00", "#D55E00", "#CC79A7"
INK, GREY, PALE = "#1b2733", "#8a949e", "#dde3e8"

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": "#45525e",
        "gridColor": "#e8ecef",
        "domainColor": "#b9c2ca",
        "tickColor": "#b9c2ca",
        "labelLimit": 130,
    },
    "axisQuantitative": {"labelOverlap": "parity", "labelSeparation": 8},
    "scale": {"bandPaddingInner": 0.2},
    "legend": {
        "orient": "top",
        "labelFontSize": 13,
        "labelColor": INK,
        "title": None,
        "symbolSize": 120,
        "labelLimit": 260,
    },
    "text": {"fontSize": 13, "color": INK},
}


@dataclass(frozen=True)
class Chart:
    """A chart of the page; `description` is what a screen reader says instead of it."""

    key: str
    spec: dict[str, Any]
    description: str


def data(rows: Sequence[Row]) -> alt.Data:
    """Give rows to a chart as they are; they must hold JSON values only."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def month_axis(months: Sequence[Period]) -> alt.X:
    """Return an x axis over `month` (`Nov 26`) on which a month without rows keeps its place."""
    names = [f"{month.start:%b %y}" for month in months]
    return (
        alt.X("month:O")
        .title(None)
        .scale(domain=names)
        .axis(labelAngle=0, labelOverlap="greedy", ticks=False)
    )


def finish(key: str, chart: Any, description: str, *, height: int = 240) -> Chart:
    """Make a chart as wide as its place in the page and `height` pixels high, axes not counted."""
    sized = chart.properties(width="container", height=height, description=description)
    spec: dict[str, Any] = sized.to_dict()
    spec["config"] = _CONFIG
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return Chart(key, spec, description)


@cache
def library() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script that needs no network."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")
