"""The calls that are answered: one address, the method in the body, no id, a bare result."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from sandbox.api.server import real_now
from sandbox.api.tryton.opportunities import Opportunities, told, understood
from sandbox.api.vendor import BARE, Json, Reply, Request, Usual, password

MODEL = "model.sale.opportunity."
WORDS = {
    400: "You are not allowed to access this.",
    401: "The server could not verify that you are authorized.",
    403: "You have not the permission.",
    404: "It was not found.",
    429: "Too many requests.",
}


class Tryton(Usual):
    """A database in which there are opportunities and nothing else."""

    name = "tryton"
    token_path = "/"  # noqa: S105 (a path)
    main_stream = "opportunity"
    # one call tells the revisions of many, and one reads those of an instant: a batch of the suite
    # is not what one call is here; the real server's tests hold the history to the same
    child_stream: str | None = None
    can_merge = False

    def __init__(self, now: Callable[[], datetime] = real_now):
        self.opportunities = Opportunities(now)
        self.create = self.opportunities.create
        self.change, self.delete = self.opportunities.change, self.opportunities.delete

    def credential(self, request: Request) -> str | None:
        """The password of the user."""
        return password(request)

    def answer(self, request: Request) -> Reply:
        """The bare result of a call."""
        if request.method != "POST":
            return Reply(405, b"")
        asked = request.json()
        method: str = asked["method"]
        known: dict[str, Callable[..., Any]] = {
            "search_read": self._search_read,
            "search": self._search,
            "search_count": lambda *_: self.opportunities.count(),
            "history_revisions": self._revisions,
        }
        answers = known.get(method.removeprefix(MODEL))
        if answers is None:
            # of the other models there is nothing
            return Reply(body=0 if method.endswith("_count") else [])
        return Reply(body=answers(*asked["params"]))

    def error(self, status: int, kind: str = "") -> Reply:
        """A page for people; what is not understood never comes from the server itself."""
        if kind == "cursor":
            return Reply(status, b"")
        page = f"<!doctype html>\n<title>{status}</title>\n<p>{WORDS.get(status, 'It broke.')}</p>"
        return Reply(status, page.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def path_kind(self, path: str) -> str:
        """The path as it is: all calls go to one."""
        return path

    def cursor(self, request: Request) -> str | None:
        """The id beyond which records are asked for."""
        asked = request.json()
        is_read = asked["method"].endswith(".search_read")
        domain = asked["params"][0] if is_read else []
        return next((str(each[2]) for each in domain if each[:2] == ["id", ">"]), None)

    def records(self, page: Json) -> list[Json]:
        """The records of a bare list; a list of ids has none."""
        found = page.get(BARE, [])
        return [each for each in found if isinstance(each, dict)]

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """The last record is that beyond which the next page begins."""
        if cursor.isdigit():
            page[BARE][-1]["id"] = int(cursor)

    def set_text(self, record: Json, text: str) -> None:
        """What the opportunity is called."""
        record["description"] = text

    def _search_read(self, domain: list[Any], *rest: Any) -> list[Json]:
        _, limit, _, fields, context = rest
        found = self._search(domain, 0, limit)
        at = understood(context["_datetime"]) if "_datetime" in context else None
        return [self.opportunities.shown(each, fields, at) for each in found]

    def _search(self, domain: list[Any], _: int, limit: int | None, *__: Any) -> list[int]:
        since, after, chosen = None, 0, None
        for clause in domain:
            if clause[0] == "OR":
                since = understood(clause[1][2])
            elif clause[1] == ">":
                after = clause[2]
            else:
                chosen = set(clause[2])
        found = self.opportunities.found(since, after)
        return list(islice((each for each in found if chosen is None or each in chosen), limit))

    def _revisions(self, record_ids: list[int], _: Json) -> list[Any]:
        found = self.opportunities.revisions(record_ids)
        return [[told(at), record_id, "Ann"] for at, record_id in found]
