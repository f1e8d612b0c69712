"""What the records of described systems mean, as rows of config.rest_*, which staging applies.

A feed is numbered within its source's stream; dates of stages are feeds of their own behind it.
Paths are JSON paths with quoted steps. How times are written: `iso`, `epoch`, `epoch_ms`, or a
regular expression and what its groups make an ISO time of, which every engine can replace by.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.config.base import StageTarget
from connectors.config.entities import ENTITIES, FieldType
from connectors.config.models import Config
from connectors.config.systems.rest import Feed, RestSource, RestStream
from connectors.config.systems.rest_checks import PARENT, TIMES

Row = tuple[object, ...]
WHOLE_RECORD = "$."
_CODES = {
    "%Y": r"(\d{4})",
    "%y": r"(\d\d)",
    **dict.fromkeys(("%m", "%d", "%H", "%M", "%S"), r"(\d\d?)"),
    "%f": r"(\d{1,6})",
}


@dataclass(frozen=True)
class _Numbered:
    source: RestSource
    stream: RestStream
    number: int
    feed: Feed
    entity: str
    suffix: str
    stage: StageTarget | None = None
    """Of a feed of stage dates: the stage."""


def feeds(config: Config) -> Iterator[Row]:
    """Source, stream, feed, entity, JSON path of its items (null: the record), suffix of ids."""
    for one in _feeds(config):
        items = None
        if one.stream.parent is not None:
            items = "$"
        elif one.feed.each is not None:
            items = json_path(one.feed.each)
        yield one.source.name, one.stream.name, one.number, one.entity, items, one.suffix


def columns(config: Config) -> Iterator[Row]:
    """Source, stream, feed, entity, field, type, whether it is custom, whether it is required,
    of what (item, record, parent), its JSON path there, the path as written, constant, form of
    times, what the form's groups make, whether that is a date, zone, decimal mark, thousands."""
    for one in _feeds(config):
        zone = (
            one.feed.timezone
            or one.stream.timezone
            or one.source.timezone
            or config.company.reporting_timezone
        )
        for field, kind, path, constant, is_custom, is_required in _fields(one):
            origin, inside = _origin(path)
            form, made = _form(one, field) if kind == "time" else (None, None)
            yield (
                one.source.name,
                one.stream.name,
                one.number,
                one.entity,
                field,
                kind,
                is_custom,
                is_required,
                origin,
                inside,
                path,
                constant,
                form,
                made,
                made is not None and " " not in made,
                zone,
                one.feed.decimal,
                one.feed.thousands,
            )


def values(config: Config) -> Iterator[Row]:
    """Source, stream, feed, field, value in the system, value to use."""
    for one in _feeds(config):
        for field, meanings in one.feed.values.items():
            for said, meant in meanings.items():
                yield one.source.name, one.stream.name, one.number, field, said.strip(), meant


def json_path(path: str) -> str:
    """A dotted path as a JSON path."""
    steps = (f"[{step}]" if step.isdecimal() else f'."{step}"' for step in path.split("."))
    return "$" + "".join(steps)


def pattern_of(form: str) -> tuple[str, str]:
    """A form as a regular expression and the ISO time that its groups make."""
    groups: dict[str, str] = {}
    pattern = ""
    for part in re.findall(r"%.|[^%]+", form):
        if part in _CODES:
            groups[part] = f"\\{len(groups) + 1}"
            pattern += _CODES[part]
        else:
            pattern += re.escape(part)
    year = groups.get("%Y") or f"20{groups['%y']}"
    made = f"{year}-{groups['%m']}-{groups['%d']}"
    if "%H" in groups:
        clock = (groups.get(code, "00") for code in ("%H", "%M", "%S"))
        made += " " + ":".join(clock) + (f".{groups['%f']}" if "%f" in groups else "")
    return f"^{pattern}$", made


def _feeds(config: Config) -> Iterator[_Numbered]:
    for source in config.sources:
        if not isinstance(source, RestSource):
            continue
        for stream in source.streams:
            made: list[tuple[Feed, str, StageTarget | None]] = [
                *((feed, str(feed.entity), None) for feed in stream.feeds),
                *(
                    (feed, "stage_event", stage)
                    for feed in stream.feeds
                    for stage in feed.stage_dates
                ),
            ]
            seen: dict[str, int] = {}
            for number, (feed, entity, stage) in enumerate(made):
                seen[entity] = seen.get(entity, 0) + 1
                suffix = f":{seen[entity]}" if seen[entity] > 1 else ""
                yield _Numbered(source, stream, number, feed, entity, suffix, stage)


def _fields(
    one: _Numbered,
) -> Iterator[tuple[str, FieldType, str | None, str | None, bool, bool]]:
    """Field, type, path, constant, whether it is custom, whether it is required."""
    feed = one.feed
    if one.stage is not None:
        (subject,) = ENTITIES[feed.entity].key or ()
        yield subject, "text", feed.columns.get(subject), feed.constants.get(subject), False, True
        yield "stage", "text", None, one.stage, False, True
        yield "mapped_stage", "text", None, one.stage, False, False
        yield "evidence", "text", None, "history", False, False
        yield "entered_at", "time", feed.stage_dates[one.stage], None, False, False
        return
    entity = ENTITIES[feed.entity]
    own = one.source.fields.get(feed.entity, {})
    for name in dict.fromkeys([*feed.columns, *feed.constants]):
        known = entity.field(name)
        kind: FieldType = known.type if known else own[name].type
        path, constant = feed.columns.get(name), feed.constants.get(name)
        yield name, kind, path, constant, known is None, bool(known and known.required)


def _origin(path: str | None) -> tuple[str | None, str | None]:
    if path is None:
        return None, None
    if path == PARENT:
        return "parent", None
    if path.startswith(WHOLE_RECORD):
        return "record", json_path(path.removeprefix(WHOLE_RECORD))
    return "item", json_path(path)


def _form(one: _Numbered, field: str) -> tuple[str, str | None]:
    dates: str | Mapping[str, str] | None = one.feed.dates
    name = field if one.stage is None else one.stage
    form = dates if isinstance(dates, str) else (dates or {}).get(name)
    form = form or one.stream.dates
    return (form, None) if form in TIMES else pattern_of(form)
