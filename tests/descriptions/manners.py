"""What makes answers that fit the schemas fit together: ids, cursors, times, pages that end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sandbox.api import Request
from tests.descriptions.reading import Operation
from tests.descriptions.schemas import Json

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def stamp(at: datetime) -> str:
    """A time, in milliseconds."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


class HubSpotManners:
    """Lists of three pages, searches that find a full page of one millisecond first."""

    name = "hubspot"
    token_path = "/oauth/v3/token"
    pages, per_page, changed = 3, 4, 450

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], int] = {}

    def status(self, operation: Operation, request: Request) -> int:
        """Batches are sometimes answered in part."""
        is_partial = "207" in operation.answers and len(request.json()["inputs"]) > 2
        return 207 if is_partial else 200

    def fill(self, operation: Operation, request: Request, answer: Json, night: int) -> Json:
        """Ids, properties and cursors."""
        path = request.path
        if "/associations/" in path:
            asked = [item for item in request.json()["inputs"] if int(item["id"]) % 5]
            answer["results"] = [self._tied(answer, item) for item in asked]
        elif path.endswith("/search"):
            self._search(request, answer, night)
        elif path.endswith("/batch/read"):
            asked = request.json()
            ids = [item["id"] for item in asked["inputs"]]
            answer["results"] = [self._object(answer, n, asked, False, NOW) for n in ids]
        elif path.startswith("/crm/v3/properties/"):
            answer["results"] = [each | {"name": f"p{n}"} for n, each in _unique(answer)]
        elif path.startswith("/crm/v3/objects/") or path == "/crm/v3/owners":
            self._list(request, answer)
        elif path.startswith("/crm/v3/pipelines/"):
            answer["results"] = [each | {"id": str(n)} for n, each in _unique(answer)]
        return answer

    def _search(self, request: Request, answer: Json, night: int) -> None:
        asked = request.json()
        key = (request.path, night)
        left = self.found.setdefault(key, self.changed if night else 0)
        size = min(left, asked["limit"])
        self.found[key] = left - size
        first = 10_000_000 + left
        at = NOW + timedelta(days=night, minutes=-5)
        results = [self._object(answer, str(first + n), asked, False, at) for n in range(size)]
        answer |= {"results": results, "total": left}
        answer.pop("paging", None)

    def _list(self, request: Request, answer: Json) -> None:
        page = int(request.first("after", "0"))
        is_archived = request.first("archived") == "true"
        asked = {
            "properties": request.query.get("properties", []),
            "propertiesWithHistory": request.query.get("propertiesWithHistory", []),
        }
        first = 1_000_000 * (1 + is_archived) + page * self.per_page
        ids = [str(first + n) for n in range(min(self.per_page, int(request.first("limit"))))]
        at = NOW - timedelta(days=30)
        if request.path == "/crm/v3/owners":
            one = answer["results"][0]
            answer["results"] = [one | {"id": n, "archived": is_archived} for n in ids]
        else:
            answer["results"] = [self._object(answer, n, asked, is_archived, at) for n in ids]
        answer.pop("paging", None)
        if page + 1 < self.pages:
            answer["paging"] = {"next": {"after": str(page + 1)}}

    def _object(self, answer: Json, number: str, asked: Json, is_gone: bool, at: datetime) -> Json:
        made = dict((answer["results"] or [{}])[0])
        entry = {"value": "1", "timestamp": stamp(at), "sourceType": "API"}
        made |= {"id": number, "archived": is_gone, "updatedAt": stamp(at)}
        made["createdAt"] = stamp(NOW - timedelta(days=60))
        made["properties"] = {name: "" for name in asked["properties"]}
        made.pop("archivedAt", None)
        made.pop("propertiesWithHistory", None)
        if is_gone:
            made["archivedAt"] = stamp(at)
        if asked.get("propertiesWithHistory"):
            made["propertiesWithHistory"] = {n: [entry] for n in asked["propertiesWithHistory"]}
        return made

    def _tied(self, answer: Json, item: Json) -> Json:
        made = dict((answer["results"] or [{}])[0]) | {"from": {"id": item["id"]}}
        made.pop("paging", None)
        if "after" not in item and int(item["id"]) % 7 == 0:
            made["paging"] = {"next": {"after": "1"}}
        return made


class CalendlyManners:
    """Collections of two pages; a record is known by its URI."""

    name = "calendly"
    token_path = "/oauth/token"
    pages, per_page = 2, 3

    def status(self, operation: Operation, request: Request) -> int:
        """Always whole."""
        return 200

    def fill(self, operation: Operation, request: Request, answer: Json, night: int) -> Json:
        """URIs, times and page tokens."""
        if "collection" not in answer:
            return answer
        page = int(request.first("page_token", "0"))
        one: Any = (answer["collection"] or [{}])[0]
        form = request.first("form")
        rows = []
        for n in range(page * self.per_page, (page + 1) * self.per_page):
            starts = NOW + timedelta(days=n - 2)
            uuid = uuid5(NAMESPACE_URL, f"{request.path} {form} {n}")
            row = one | {"uri": f"https://api.calendly.com{request.path}/{uuid}"}
            if "start_time" in row:
                row |= {"start_time": stamp(starts), "end_time": stamp(starts + timedelta(hours=1))}
            row["updated_at"] = stamp(NOW + timedelta(days=night if n == 1 else -9))
            row["created_at"] = stamp(NOW - timedelta(days=n + 20))
            rows.append(row)
        following = str(page + 1) if page + 1 < self.pages else None
        answer["collection"] = rows
        answer["pagination"] |= {"count": len(rows), "next_page_token": following}
        answer["pagination"]["next_page"] = following and f"https://api.calendly.com{request.path}"
        return answer


def _unique(answer: Json) -> list[tuple[int, Json]]:
    return list(enumerate(answer["results"] * 3))
