"""What makes answers that fit Pipedrive's schemas fit together: ids, cursors, pages that end."""

from datetime import datetime, timedelta

from sandbox.api import Request
from tests.descriptions.manners import NOW
from tests.descriptions.reading import Operation
from tests.descriptions.schemas import Json

LATE = NOW - timedelta(days=30)
MADE = LATE - timedelta(days=9)
CHANGED = ("/api/v2/deals", "/api/v2/activities", "/api/v1/leads")
"""Lists of which more than a page changes on the second night."""


class PipedriveManners:
    """Lists of three pages; on the second night more than a page changed within one second."""

    name = "pipedrive"
    token_path = "/oauth/token"
    pages, per_page, changed = 3, 4, 450

    def status(self, operation: Operation, request: Request) -> int:
        """Always whole."""
        return 200

    def fill(self, operation: Operation, request: Request, answer: Json, night: int) -> Json:
        """Ids, times and what names the next page."""
        path = request.path
        if path.endswith("/users/me"):
            return {"success": True, "data": {"id": 1, "company_id": 7, "company_domain": "x"}}
        if path.endswith("/goals/find"):
            goal = {"id": f"{request.query}", "title": "more"}
            return {"success": True, "data": {"goals": [goal]}}
        if "/summary" in path:
            total = {"value": 5, "count": 2}
            return {"success": True, "data": {"total_count": 2, "values_total": {"EUR": total}}}
        if path.endswith("/changelog"):
            change = {"field_key": "stage_id", "old_value": "1", "time": "2026-10-02 08:00:00"}
            return _page([change], None if request.first("cursor") else "1")
        if path.endswith("/deals/products"):
            deals = request.first("deal_ids").split(",")
            return _page([{"id": 9 * int(n), "deal_id": int(n)} for n in deals], None)
        if path.endswith("Fields"):
            rows = [{"field_code": f"f{n}", "field_name": f"F {n}"} for n in range(3)]
            return _page(rows, None)
        if path.endswith(("/pipelines", "/stages", "/users", "/activityTypes", "/currencies")):
            return _page([{"id": n} for n in range(3)], None)
        return self._list(request, night)

    def _list(self, request: Request, night: int) -> Json:
        """A list, of which only what changed is left where that is asked for."""
        is_again = request.first("updated_since") != ""
        at = NOW + timedelta(days=night, minutes=-5) if is_again else LATE
        total = self.per_page * self.pages
        if is_again:
            total = self.changed if request.path in CHANGED else 0
        size = int(request.first("limit"))
        if not is_again:
            size = min(size, self.per_page)
        begin = int(request.first("cursor") or request.first("start") or 0)
        rows = [self._record(request, n, at) for n in range(begin, min(begin + size, total))]
        ends = begin + len(rows)
        if "/v2/" in request.path:
            return _page(rows, str(ends) if ends < total else None)
        paging = {"start": begin, "limit": size, "more_items_in_collection": ends < total}
        more = paging if "leads" in request.path else {"pagination": paging}
        return {"success": True, "data": rows, "additional_data": more}

    def _record(self, request: Request, number: int, at: datetime) -> Json:
        kind = sum(map(ord, request.path + request.first("status")))
        record: Json = {"id": 1_000 * kind + number, "add_time": _text(MADE)}
        if "leads" in request.path:
            record["id"] = f"adf21080-0e10-11eb-879b-{1_000 * kind + number:012x}"
        if "deals" in request.path:
            record |= {"stage_change_time": _text(at), "products_count": 1, "status": "open"}
        return record | {"update_time": _text(at)}


def _page(rows: list[Json], cursor: str | None) -> Json:
    more = {"next_cursor": cursor} if cursor else {}
    return {"success": True, "data": rows, "additional_data": more}


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
