"""Puts the sections into one page that needs nothing but itself."""

import base64
import hashlib
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from publishing.report import charts, text
from publishing.report.marts import Marts
from publishing.report.records import LIMIT, Records
from publishing.report.sections import BUILDERS


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("publishing.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for shown in (
        text.number,
        text.money,
        text.short_money,
        text.percent,
        text.days,
        text.tenth,
        text.sentence,
    ):
        environment.filters[shown.__name__] = shown
    environment.filters |= {"day": text.day, "moment": text.moment, "words": text.title}
    return environment


def _digest(script: str) -> str:
    """Return a script's source expression for the content security policy."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _frame() -> dict[str, Any]:
    files = resources.files("publishing.report")
    scripts = [charts.library(), (files / "page.js").read_text(encoding="utf-8")]
    # Only these two scripts may run and nothing may be fetched, whatever a record's name contains.
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_digest, scripts))};"
        " style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    style = (files / "style.css").read_text(encoding="utf-8")
    return {"scripts": scripts, "style": style, "policy": policy}


def write(published: Path, out: Path) -> None:
    """Write the report of a published DuckDB file (schema `marts`) to `out`, one HTML file.

    The published file is opened read-only and closed again. Raises `duckdb.Error` when it is
    missing or lacks a mart.
    """
    with Marts(published) as marts:
        records = Records(marts)
        sections = [build(marts, records) for build in BUILDERS]
        page = (
            _environment()
            .get_template("page.html.j2")
            .render(
                context=marts.context,
                currency=marts.context.currency,
                sections=sections,
                records=records.as_json(),
                limit=LIMIT,
                **_frame(),
            )
        )
    out.write_text(page, encoding="utf-8", newline="\n")
