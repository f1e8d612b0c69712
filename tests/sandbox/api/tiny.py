"""The smallest vendor-shaped API: a list of numbers, ten a page."""

from typing import Any

from sandbox.api import Reply, Request
from sandbox.api.vendor import Usual

Json = dict[str, Any]
TOKEN = "sandbox-token-of-the-tests"


class Tiny(Usual):
    name = "tiny"
    token_path = "/token"

    def __init__(self, count: int = 25):
        self.count = count

    def answer(self, request: Request) -> Reply:
        if request.path != "/numbers":
            return self.error(404)
        first = int(self.cursor(request) or 0)
        last = min(first + 10, self.count)
        page: Json = {"items": [{"id": n, "text": "ø"} for n in range(first, last)]}
        if last < self.count:
            self.set_next(page, request, str(last), request.base)
        return Reply(body=page)

    def error(self, status: int, kind: str = "") -> Reply:
        return Reply(status, {"error": kind or str(status)})

    def path_kind(self, path: str) -> str:
        return path

    def cursor(self, request: Request) -> str | None:
        return request.first("after") or None

    def records(self, page: Json) -> list[Json]:
        return list(page.get("items", []))

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        page["next"] = f"{base}{request.path}?after={cursor}"

    def set_text(self, record: Json, text: str) -> None:
        record["text"] = text
