"""What the description of a system must mean, beyond its shape."""

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.config.declared import check_fields, check_form, check_required, check_timezone
from connectors.config.document import Path, Places, suggestion
from connectors.config.entities import ENTITIES

if TYPE_CHECKING:
    from connectors.config.systems.rest import CountedPaging, Feed, Paging, RestSource, RestStream

TIMES = ("iso", "epoch", "epoch_ms")
"""How times are written, beside forms of one's own."""
CODES = ("%Y", "%y", "%m", "%d", "%H", "%M", "%S", "%f")
"""What such a form is made of."""
PARENT = "{parent}"
ID = "{id}"
SECRET_HEADERS = ("authorization", "cookie", "proxy-authorization")
_WITHOUT_RECORD = ("holiday", "override")
"""Entities that a system has no records of: they are the company's own decisions."""


def check(source: "RestSource", path: Path, places: Places) -> None:
    """Notes every mistake of one source."""
    check_timezone(source.timezone, (*path, "timezone"), places)
    if source.oauth is not None and source.auth_url is None:
        places.add(path, "oauth has no auth_url; add the address of the system's token endpoint")
    for name in source.headers:
        if name.lower() in (*SECRET_HEADERS, source.token_header.lower()):
            fix = "write token: ${NAME}, with token_header and token_prefix"
            places.add((*path, "headers", name), f"carries a credential; {fix}")
    names = [stream.name for stream in source.streams]
    for index, stream in enumerate(source.streams):
        inside: Path = (*path, "streams", index)
        if stream.name in names[:index]:
            places.add((*inside, "name"), f"{stream.name!r} names two streams; rename one of them")
        _stream(source, stream, inside, places)


def _stream(source: "RestSource", stream: "RestStream", path: Path, places: Places) -> None:
    check_timezone(stream.timezone, (*path, "timezone"), places)
    _times(stream.dates, (*path, "dates"), places)
    _address(stream.path, (*path, "path"), places)
    _body(stream, path, places)
    _paging(stream.paging, (*path, "paging"), places)
    _parent(source, stream, path, places)
    _changes(stream, path, places)
    deleted = stream.deleted
    if deleted.flag is not None and deleted.list is not None:
        places.add((*path, "deleted", "list"), "flag is given too; keep one of the two")
    if deleted.list is not None:
        inside: Path = (*path, "deleted", "list")
        _address(deleted.list.path, (*inside, "path"), places)
        _paging(deleted.list.paging, (*inside, "paging"), places)
        if stream.changes is None:
            places.add(
                inside, "the stream is read whole, so what is missing is deleted; remove the list"
            )
    for index, feed in enumerate(stream.feeds):
        own = frozenset(source.fields.get(feed.entity, ()))
        _feed(stream, feed, own, (*path, "feeds", index), places)


def _address(address: str, path: Path, places: Places) -> None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        places.add(path, f"{places.quote(path)} is a whole address; write what follows base_url")
    elif parts.query:
        places.add(path, f"{places.quote(path)} has parameters; write them under params")


def _body(stream: "RestStream", path: Path, places: Places) -> None:
    if stream.body is None:
        return
    try:
        is_object = isinstance(json.loads(stream.body), dict)
    except ValueError:
        is_object = False
    if not is_object:
        inside: Path = (*path, "body")
        places.add(inside, f"""{places.quote(inside)} is no JSON object; write '{{"name": 1}}'""")


def _paging(paging: "Paging", path: Path, places: Places) -> None:
    given = [name for name in ("cursor", "offset", "page", "link") if getattr(paging, name)]
    for name in given[1:]:
        places.add((*path, name), f"{given[0]} is given too; keep one of the two")
    for name in ("offset", "page"):
        counted: CountedPaging | None = getattr(paging, name)
        if counted is not None and counted.has_more and counted.total:
            places.add((*path, name, "total"), "has_more is given too; keep one of the two")
    if paging.offset is not None and paging.offset.overlap >= paging.offset.size:
        inside: Path = (*path, "offset", "overlap")
        places.add(inside, "is a whole page; make it less than size")


def _parent(source: "RestSource", stream: "RestStream", path: Path, places: Places) -> None:
    if stream.parent is None:
        if "{" in stream.path:
            inside: Path = (*path, "path")
            fix = "name the stream whose ids stand there as parent, or remove the braces"
            places.add(inside, f"{places.quote(inside)} holds a name; {fix}")
        return
    inside = (*path, "parent")
    others = {other.name: other for other in source.streams if other.name != stream.name}
    if stream.parent not in others:
        fix = places.suggest(inside, list(others))
        places.add(inside, f"{places.quote(inside)} is no other stream; {fix}")
    elif others[stream.parent].parent is not None:
        places.add(inside, f"{stream.parent} has a parent itself; only one level is read")
    elif not isinstance(others[stream.parent].key, str):
        places.add(inside, f"{stream.parent} has a key of several parts; children need one")
    if stream.path.replace(ID, "").count("{") or ID not in stream.path:
        places.add((*path, "path"), f"must hold {ID} once, where the parent's id stands")
    for name in ("changes", "modified", "created"):
        if getattr(stream, name) is not None:
            places.add((*path, name), "children are read when their parent changed; remove it")
    if stream.deleted.flag is not None or stream.deleted.list is not None:
        places.add((*path, "deleted"), "the list of a parent is read whole; remove it")


def _changes(stream: "RestStream", path: Path, places: Places) -> None:
    changes = stream.changes
    if changes is None:
        return
    inside: Path = (*path, "changes")
    if (changes.param is None) == (changes.body is None):
        places.add(inside, "needs one of param and body: where the time stands in the request")
    elif changes.body is not None and stream.body is None:
        places.add((*inside, "body"), "the stream is asked for without a body; write param")
    if stream.modified is None and stream.parent is None:
        places.add(inside, "needs modified, the path of when a record changed; add it")
    if changes.format not in (*TIMES, "date"):
        check_form(changes.format, (*inside, "format"), places)
    if "{since}" not in changes.value:
        places.add((*inside, "value"), "must hold {since}, where the time stands")


def _feed(
    stream: "RestStream", feed: "Feed", own: frozenset[str], path: Path, places: Places
) -> None:
    entity = ENTITIES[feed.entity]
    if feed.entity in _WITHOUT_RECORD:
        fix = "write it into a sheet in company/"
        places.add((*path, "entity"), f"{feed.entity} is not read from a system; {fix}")
        return
    known = [*entity.names, *sorted(own)]
    for key in ("columns", "constants", "values"):
        check_fields(getattr(feed, key), (*path, key), known, entity, places)
    filled = {*feed.columns, *feed.constants}
    check_required(filled, entity, (*path, "columns"), "its path", places)
    for name in feed.values:
        if name in known and name not in feed.columns:
            places.add((*path, "values", name), "no path fills this field; add it to columns")
    for name, column in feed.columns.items():
        if PARENT in column and (column != PARENT or stream.parent is None):
            fix = "write {parent} alone, in a stream that has a parent"
            places.add((*path, "columns", name), f"{column!r} is no path; {fix}")
    if feed.each is not None and stream.parent is not None:
        places.add((*path, "each"), "the records are the children already; remove it")
    if feed.stage_dates and (feed.entity not in ("lead", "deal") or feed.each is not None):
        fix = "use entity deal or lead without each"
        places.add((*path, "stage_dates"), f"only records of leads and deals have stages; {fix}")
    check_timezone(feed.timezone, (*path, "timezone"), places)
    _dates(feed, known, (*path, "dates"), places)
    if feed.decimal == feed.thousands:
        places.add((*path, "thousands"), "is the decimal mark too; change one of them")


def _dates(feed: "Feed", known: list[str], path: Path, places: Places) -> None:
    if isinstance(feed.dates, str):
        _times(feed.dates, path, places)
        return
    for name, form in (feed.dates or {}).items():
        _times(form, (*path, name), places)
        if name not in feed.columns and name not in feed.stage_dates:
            fix = suggestion(name, [*feed.columns, *feed.stage_dates] or known)
            places.add((*path, name), f"{name!r} is filled by no path; {fix}")


def _times(form: str, path: Path, places: Places) -> None:
    """A form is applied by the database, which knows numbers and no names of months."""
    if form in TIMES:
        return
    unknown = [code for code in re.findall("%.", form) if code not in CODES]
    if unknown:
        fix = f"write it with {', '.join(CODES)}, or iso, epoch or epoch_ms"
        places.add(path, f"{places.quote(path)} has {unknown[0]}, which is not known here; {fix}")
    else:
        check_form(form, path, places)
