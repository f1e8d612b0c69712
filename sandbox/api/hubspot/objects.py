"""Reading records: lists page by page, batches of ids, one by its id."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.api.hubspot.errors import failure
from sandbox.api.hubspot.kinds import ID, KINDS, Kind, kind_of
from sandbox.api.hubspot.portal import Portal
from sandbox.api.hubspot.record import Json, Record, body, iso
from sandbox.api.vendor import Reply, Request

MOST, MOST_WITH_HISTORY, USUAL = 100, 50, 10
MOST_ASSOCIATED = 500


class Shown:
    """How a request wants records to be shown: which properties, which with their history."""

    def __init__(self, kind: Kind, names: list[str], with_history: list[str]):
        self.kind = kind
        asked = names or list(kind.default_names)
        self._names = [name for name in asked if name in kind.types]
        self.with_history = [name for name in with_history if name in kind.types]

    def of(self, record: Record) -> Json:
        """The record as it is answered. A property that is not defined is left out."""
        always = {
            ID: record.id,
            self.kind.created: iso(record.created),
            self.kind.modified: iso(record.updated),
        }
        return body(record, self._names, self.with_history, always)


def listed(words: list[str]) -> list[str]:
    """The names in a query parameter, given several times or with commas."""
    return [name for word in words for name in word.split(",") if name]


def list_page(portal: Portal, kind: Kind, request: Request) -> Reply:
    """A page of the list, in the order of ids. `after` is the last id of the page before."""
    shown = _asked(kind, request)
    most = MOST_WITH_HISTORY if shown.with_history else MOST
    limit, after = request.first("limit", str(USUAL)), request.first("after", "0")
    if not limit.isdigit() or not 0 < int(limit) <= most:
        return failure(400, f"limit has to be a number from 1 to {most}")
    if not after.isdigit():
        return failure(400, "after is no cursor of this list")
    archived = request.first("archived", "false") == "true"
    records = portal.page(kind, int(after), int(limit) + 1, archived=archived)
    page = records[: int(limit)]
    results = [_with_links(shown.of(record), record, kind, request) for record in page]
    answer: Json = {"results": results}
    if len(records) > len(page):
        cursor = page[-1].id
        answer["paging"] = {"next": {"after": cursor, "link": f"{_link(request)}&after={cursor}"}}
    return Reply(body=answer)


def read(portal: Portal, kind: Kind, record_id: str, request: Request) -> Reply:
    """One record."""
    record = portal.read(kind, record_id)
    archived = request.first("archived", "false") == "true"
    if record is None or (record.archived_at is not None) != archived:
        return failure(404, f"there is no {kind.singular} {record_id}")
    shown = _asked(kind, request).of(record)
    return Reply(body=_with_links(shown, record, kind, request))


def batch_read(portal: Portal, kind: Kind, request: Request) -> Reply:
    """The records of a list of ids; those that are not there are named among the errors."""
    asked = json_of(request, "inputs", "properties", "propertiesWithHistory")
    if isinstance(asked, Reply):
        return asked
    shown = Shown(kind, asked["properties"], asked["propertiesWithHistory"])
    most = MOST_WITH_HISTORY if shown.with_history else MOST
    wanted = list(dict.fromkeys(str(item["id"]) for item in asked["inputs"]))
    if len(wanted) > most:
        return failure(400, f"a batch has at most {most} inputs")
    archived = request.first("archived", "false") == "true"
    found, missing = [], []
    for record_id in wanted:
        record = portal.read(kind, record_id)
        if record is not None and (record.archived_at is not None) == archived:
            found.append(shown.of(record))
        else:
            missing.append(record_id)
    errors = [
        {
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": f"Could not get some {kind.singular.upper()} objects, they may be deleted"
            " or not exist. Check that ids are valid.",
            "context": {"ids": missing},
            "errors": [],
            "links": {},
        }
    ]
    return batch(portal.now, found, errors if missing else [])


def batch(now: Callable[[], datetime], results: list[Json], errors: list[Json]) -> Reply:
    """A batch answer: 207 if a part of it went wrong."""
    at = iso(now())
    answer: Json = {"status": "COMPLETE", "results": results, "startedAt": at, "completedAt": at}
    if errors:
        answer |= {"numErrors": len(errors), "errors": errors}
    return Reply(207 if errors else 200, answer)


def json_of(request: Request, *keys: str) -> Any:
    """The body with all of these keys, or the answer that refuses it."""
    try:
        asked = request.json()
    except ValueError:
        return failure(400, "the body is no JSON")
    missing = [key for key in keys if not isinstance(asked, dict) or key not in asked]
    if missing:
        return failure(400, f"the body has to have {', '.join(missing)}")
    return asked


def _asked(kind: Kind, request: Request) -> Shown:
    query = request.query
    return Shown(
        kind,
        listed(query.get("properties", [])),
        listed(query.get("propertiesWithHistory", [])),
    )


def _with_links(answer: Json, record: Record, kind: Kind, request: Request) -> Json:
    """The answer with the ids of the associated records, if they are asked for."""
    wanted = [kind_of(word) for word in listed(request.query.get("associations", []))]
    found = {}
    for other in wanted:
        ids = record.links.get(other.plural, []) if other else []
        if other is not None and ids:
            type_name = f"{kind.singular}_to_{other.singular}"
            results = [{"id": i, "type": type_name} for i in ids[:MOST_ASSOCIATED]]
            found[KINDS[other.plural].plural] = {"results": results}
    return answer | {"associations": found} if found else answer


def _link(request: Request) -> str:
    words = [
        f"{name}={value}"
        for name, values in request.query.items()
        if name != "after"
        for value in values
    ]
    return f"{request.base}{request.path}?{'&'.join(words)}"
