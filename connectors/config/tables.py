"""What the declaration of one table must mean: fields of its entity, formats that can be read."""

import codecs

from connectors.config.declared import check_fields, check_form, check_required
from connectors.config.document import Path, Places, suggestion
from connectors.config.entities import ENTITIES
from connectors.config.models import Table


def check(table: Table, custom: frozenset[str], path: Path, places: Places) -> None:
    """Notes every mistake of one table; `custom` are the entity's own fields of its source."""
    entity = ENTITIES[table.entity]
    known = [*entity.names, *sorted(custom)]
    for key in ("columns", "constants", "values"):
        check_fields(getattr(table, key), (*path, key), known, entity, places)
    if table.columns:
        filled = {*table.columns, *table.constants}
        check_required(filled, entity, (*path, "columns"), "its header", places)
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


def _dates(table: Table, path: Path, places: Places) -> None:
    if table.dates is None:
        return
    if isinstance(table.dates, str):
        check_form(table.dates, (*path, "dates"), places)
        return
    named: list[tuple[str, str, str]] = [
        *(("columns", name, header) for name, header in table.columns.items()),
        *(("stage_dates", stage, header) for stage, header in table.stage_dates.items()),
    ]
    headers = {header: (*path, key, name) in places.hidden for key, name, header in named}
    shown = sorted(header for header, is_hidden in headers.items() if not is_hidden)
    for column, form in table.dates.items():
        inside: Path = (*path, "dates", column)
        check_form(form, inside, places)
        if table.columns and column not in headers and column not in table.columns:
            fix = suggestion(column, shown)
            places.add(inside, f"{column!r} is no mapped column; {fix}")


def _encoding(name: str, path: Path, places: Places) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        places.add(path, f"{places.quote(path)} is no encoding; use utf-8, windows-1252 or utf-16")
