"""What the declaration of one table must mean: fields of its entity, formats that can be read."""

import codecs
from collections.abc import Iterable
from datetime import datetime

from connectors.config.document import Path, Places, suggestion
from connectors.config.entities import ENTITIES, Entity
from connectors.config.models import Table

_PROBE = datetime(2001, 12, 31)  # noqa: DTZ001 - a form is tried, no instant meant


def check(table: Table, custom: frozenset[str], path: Path, places: Places) -> None:
    """Notes every mistake of one table; `custom` are the entity's own fields of its source."""
    entity = ENTITIES[table.entity]
    known = [*entity.names, *sorted(custom)]
    for key in ("columns", "constants", "values"):
        _fields(getattr(table, key), (*path, key), known, entity, places)
    if table.columns:
        _required(table, entity, path, places)
        for name in table.values:
            if name in known and name not in table.columns:
                places.add((*path, "values", name), "no column fills this field; add it to columns")
    if table.stage_dates and entity.name not in ("deal", "lead"):
        places.add(
            (*path, "stage_dates"), f"a {entity.name} has no stages; use entity deal or lead"
        )
    _dates(table, path, places)
    if table.decimal is not None and table.decimal == table.thousands:
        inside: Path = (*path, "thousands")
        places.add(inside, f"{places.quote(inside)} is the decimal mark too; change one of them")
    if table.encoding is not None:
        _encoding(table.encoding, (*path, "encoding"), places)


def _fields(
    names: Iterable[str], path: Path, known: list[str], entity: Entity, places: Places
) -> None:
    for name in names:
        if name not in known:
            own = f"declare it under fields.{entity.name} if it is your own"
            fix = suggestion(name, known)
            places.add((*path, name), f"{name!r} is no field of {entity.name}; {fix} ({own})")


def _required(table: Table, entity: Entity, path: Path, places: Places) -> None:
    filled = {*table.columns, *table.constants}
    lacking = [field.name for field in entity.fields if field.required]
    lacking = [name for name in lacking if name not in filled]
    lacking += [" or ".join(group) for group in entity.one_of if not filled.intersection(group)]
    if lacking:
        places.add(
            (*path, "columns"),
            f"nothing fills {', '.join(lacking)} of {entity.name}; "
            "add it here with its header, or under constants",
        )


def _dates(table: Table, path: Path, places: Places) -> None:
    if table.dates is None:
        return
    if isinstance(table.dates, str):
        _format(table.dates, (*path, "dates"), places)
        return
    named: list[tuple[str, str, str]] = [
        *(("columns", name, header) for name, header in table.columns.items()),
        *(("stage_dates", stage, header) for stage, header in table.stage_dates.items()),
    ]
    headers = {header: (*path, key, name) in places.hidden for key, name, header in named}
    shown = sorted(header for header, is_hidden in headers.items() if not is_hidden)
    for column, form in table.dates.items():
        inside: Path = (*path, "dates", column)
        _format(form, inside, places)
        if table.columns and column not in headers and column not in table.columns:
            fix = suggestion(column, shown)
            places.add(inside, f"{column!r} is no mapped column; {fix}")


def _format(form: str, path: Path, places: Places) -> None:
    """A date format is good if a date survives being written and read with it."""
    try:
        good = datetime.strptime(_PROBE.strftime(form), form).date() == _PROBE.date()  # noqa: DTZ007
    except ValueError:
        good = False
    if not good:
        places.add(
            path,
            f"{places.quote(path)} does not hold a whole date; "
            "write it with %Y, %m and %d, such as %d/%m/%Y",
        )


def _encoding(name: str, path: Path, places: Places) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        places.add(path, f"{places.quote(path)} is no encoding; use utf-8, windows-1252 or utf-16")
