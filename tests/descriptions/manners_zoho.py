"""What makes answers that fit Zoho's schemas fit together: ids, tokens, times, pages that end."""

from datetime import UTC, datetime, timedelta

from sandbox.api import Request
from tests.descriptions.manners import NOW
from tests.descriptions.reading import Operation
from tests.descriptions.schemas import Json

LATE = NOW - timedelta(days=30)


def second(at: datetime) -> str:
    """A time, in seconds with an offset."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


class ZohoManners:
    """Lists of three pages; on the second night more than a page changed within one second."""

    name = "zoho"
    token_path = "/oauth/v2/token"
    pages, per_page, changed = 3, 4, 450

    def status(self, operation: Operation, request: Request) -> int:
        """Always whole."""
        return 200

    def fill(self, operation: Operation, request: Request, answer: Json, night: int) -> Json:
        """Ids, times and page tokens."""
        path, page = request.path, int(request.first("page", "1"))
        if path.endswith("/coql"):
            return {"data": [{"records": 7}], "info": {"count": 1, "more_records": False}}
        if path.endswith("/deleted"):
            return self._numbered("data", page, lambda n: self._gone(n))
        if path.endswith("/users"):
            kind = len(request.first("type"))
            return self._numbered("users", page, lambda n: {"id": f"{kind}{n}", "email": None})
        if path.endswith("/__timeline"):
            return self._timeline(request)
        if path.endswith("/Contact_Roles"):
            return {"data": [{"id": "77"}], "info": {"count": 1, "more_records": False}}
        if path.startswith("/crm/v8/settings/") or path.endswith("/org"):
            return self._setup(path, answer)
        if request.header("if-modified-since") and night:
            return self._changed(request, night)
        return self._listed(request)

    def _numbered(self, name: str, page: int, make: "object") -> Json:
        numbers = range((page - 1) * self.per_page, page * self.per_page)
        rows = [make(n) for n in numbers]  # type: ignore[operator]
        info = {"per_page": self.per_page, "page": page, "count": len(rows)}
        return {name: rows, "info": info | {"more_records": page < self.pages}}

    def _gone(self, n: int) -> Json:
        return {"id": str(9_000_000 + n), "deleted_time": second(LATE), "type": "recycle"}

    def _listed(self, request: Request) -> Json:
        page = int(request.first("page_token") or 0)
        numbers = range(page * self.per_page, (page + 1) * self.per_page)
        rows = [self._record(request, str(1_000_000 + n), LATE) for n in numbers]
        return self._page(rows, page + 1 if page + 1 < self.pages else None)

    def _changed(self, request: Request, night: int) -> Json:
        page, size = int(request.first("page_token") or 0), int(request.first("per_page"))
        at = NOW + timedelta(days=night, minutes=-5)
        since = datetime.fromisoformat(request.header("if-modified-since"))
        left = range(page * size, min((page + 1) * size, self.changed)) if since <= at else range(0)
        rows = [self._record(request, str(2_000_000 + n), at) for n in left]
        return self._page(rows, page + 1 if (page + 1) * size < self.changed and rows else None)

    def _page(self, rows: list[Json], following: int | None) -> Json:
        info: Json = {"count": len(rows), "more_records": following is not None}
        if following is not None:
            info["next_page_token"] = str(following)
        return {"data": rows, "info": info}

    def _record(self, request: Request, number: str, at: datetime) -> Json:
        asked = request.first("fields").split(",")
        times = {"Created_Time": second(LATE - timedelta(days=9)), "Modified_Time": second(at)}
        return {"id": number} | {name: times.get(name) for name in asked if name in times}

    def _timeline(self, request: Request) -> Json:
        page = int(request.first("page_token") or 0)
        event = {"id": f"{page}", "audited_time": second(LATE), "action": "updated"}
        change = {"api_name": "Owner", "_value": {"old": "blank", "new": "Ann Lee"}}
        info: Json = {"count": 1, "more_records": page == 0}
        if page == 0:
            info["next_page_token"] = "1"
        return {"__timeline": [event | {"field_history": [change]}], "info": info}

    def _setup(self, path: str, answer: Json) -> Json:
        """What was made, each with an id of its own; it is a misfit where none was made."""
        name = {"fields": "fields", "layouts": "layouts", "pipeline": "pipeline", "org": "org"}
        (holder,) = (found for word, found in name.items() if path.endswith(word))
        rows = [
            each | {"id": str(n), "api_name": f"Field_{n}", "status": "active"}
            if holder != "pipeline"
            else each | {"id": str(n)}
            for n, each in enumerate(answer.get(holder) or [])
        ]
        return answer | {holder: rows}
