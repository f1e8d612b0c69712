"""What the values of salescycle.yml must mean, beyond their shape: the company, rules and sources.

The checks of a table are in `tables`. Every mistake is noted in `Places`, nothing is raised.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from connectors.calendar import resolve_as_of
from connectors.config import apis, tables
from connectors.config.declared import check_timezone
from connectors.config.document import Path, Places, suggestion
from connectors.config.entities import ENTITIES
from connectors.config.models import (
    EXCLUDABLE,
    ApiSource,
    Company,
    Document,
    Rules,
    Source,
    SpreadsheetSource,
)
from connectors.errors import ConfigError

COMPANY_SOURCE = "company"
"""Name of the source of the sheets in company/; no other source may have it."""
SEGMENTS = (
    "all",
    "rep",
    "team",
    "channel",
    "lead_source",
    "pipeline",
    "product",
    "account_size",
    "industry",
)
"""Segments that the model has by itself, so that no custom field may claim their names."""


def check(document: Document, places: Places) -> None:
    """Notes every mistake of meaning."""
    _company(document.company, places)
    _rules(document.rules, places)
    _as_of(document, places)
    names: set[str] = set()
    primaries: list[int] = []
    for index, source in enumerate(document.sources):
        path: Path = ("sources", index)
        if source.name.lower() == COMPANY_SOURCE:
            places.add(
                (*path, "name"), "'company' is the source of the company/ folder; choose another"
            )
        elif source.name.lower() in names:
            name = places.quote((*path, "name"))
            places.add((*path, "name"), f"{name} names two sources; rename one of them")
        names.add(source.name.lower())
        if source.primary:
            primaries.append(index)
        _source(source, path, places)
    for index, source in enumerate(document.sources):
        other = source.external_source
        if other is not None and (
            other.lower() not in names or other.lower() == source.name.lower()
        ):
            known = [each.name for each in document.sources if each is not source]
            path = ("sources", index, "external_source")
            places.add(path, f"{other!r} is no other source; {suggestion(other, known)}")
    for index in primaries[1:]:
        places.add(("sources", index, "primary"), "a second source is primary; keep one of the two")


def _company(company: Company, places: Places) -> None:
    check_timezone(company.reporting_timezone, ("company", "reporting_timezone"), places)
    if company.default_region is not None:
        _region(company.default_region, ("company", "default_region"), places)
    start, end = company.working_seconds
    if start >= end:
        path: Path = ("company", "working_hours")
        places.add(path, f"{places.quote(path)} ends before it begins; swap the two times")
    bands = company.account_size_bands
    if list(bands) != sorted(set(bands)):
        places.add(
            ("company", "account_size_bands"), "must rise; write them as [10, 50, 200, 1000]"
        )


def _region(region: str, path: Path, places: Places) -> None:
    # imported here: it costs 0.1 s, and most configurations are read to run something else
    from phonenumbers import SUPPORTED_REGIONS

    if region in SUPPORTED_REGIONS:
        return
    fix = "write the two capital letters of the country, such as DK"
    if path not in places.hidden and region.upper() in {*SUPPORTED_REGIONS, "UK"}:
        fix = f"did you mean {'GB' if region.upper() == 'UK' else region.upper()!r}?"
    places.add(path, f"{places.quote(path)} is no known region; {fix}")


def _rules(rules: Rules, places: Places) -> None:
    channel_of: dict[str, str] = {}
    for channel, lead_sources in rules.channels.items():
        for index, lead_source in enumerate(lead_sources):
            path: Path = ("rules", "channels", channel, index)
            key = lead_source.strip().lower()
            other = channel_of.setdefault(key, channel)
            if other != channel:
                places.add(
                    path, f"{places.quote(path)} is in channel {other} too; keep one of the two"
                )


def _as_of(document: Document, places: Places) -> None:
    try:
        resolve_as_of(document.as_of, ZoneInfo("UTC"), datetime.now(UTC))
    except ConfigError:
        quoted = places.quote(("as_of",))
        places.add(
            ("as_of",),
            f"{quoted} is neither a date nor a time with its offset; "
            "write 2026-03-31 or 2026-03-31T12:00:00Z",
        )


def _source(source: Source, path: Path, places: Places) -> None:
    for key in ("stages", "pipelines"):
        _same_words(getattr(source, key), (*path, key), places)
    for pipeline, target in source.stages.items():
        if not isinstance(target, str):
            _same_words(target, (*path, "stages", pipeline), places)
    for entity, fields in source.fields.items():
        for name, field in fields.items():
            inside: Path = (*path, "fields", entity, name)
            if ENTITIES[entity].field(name):
                fix = "choose another name"
                if isinstance(source, ApiSource):
                    fix = f"map it under properties: {{{entity}: {{{name}: {name}}}}}"
                places.add(inside, f"{entity} has a field {name!r} already; {fix}")
            elif field.segment and name in SEGMENTS:
                places.add(inside, f"{name!r} is a segment already; choose another name")
    custom = sorted({name for fields in source.fields.values() for name in fields})
    for index, rule in enumerate(source.exclude):
        inside = (*path, "exclude", index)
        if len(rule) != 1:
            places.add(inside, "must hold one field: pattern; write a list entry for each")
        for name in rule:
            if name not in EXCLUDABLE and name not in custom:
                fix = suggestion(name, [*EXCLUDABLE, *custom])
                places.add((*inside, name), f"{name!r} is nothing to exclude by; {fix}")
    if isinstance(source, ApiSource):
        apis.check(source, path, places)
    for index, table in enumerate(source.tables if isinstance(source, SpreadsheetSource) else ()):
        inside = (*path, "tables", index)
        check_timezone(table.timezone, (*inside, "timezone"), places)
        tables.check(table, frozenset(source.fields.get(table.entity, ())), inside, places)


def _same_words(words: Mapping[str, object], path: Path, places: Places) -> None:
    """Stages and pipelines are compared without case and blanks around them."""
    seen: dict[str, str] = {}
    for word, target in words.items():
        other = seen.setdefault(word.strip().lower(), word)
        if words[other] != target:
            places.add(
                (*path, word), f"{word!r} is the same as {other!r}, case is ignored; keep one"
            )
