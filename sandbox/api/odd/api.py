"""The lists of the odd system.

| list | pages | says what changed | deletions | oddities |
|---|---|---|---|---|
| /people | by cursor | since a time in milliseconds | a flag | every list is nested |
| /people/{ref}/talks | one | | | a bare list |
| /chances | by number, with the count of all | no | what is missing | money is written 1.234,50 |
| /firms | by offset, with a flag | no | what is missing | |
| /staff | by the Link header | no | what is missing | a bare list |
| /wares/search | asked for by POST, an offset in the body | no | what is missing | |
| /targets | one | no | what is missing | only for planners |
"""

import re
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from sandbox.api.odd.people import Edge, People
from sandbox.api.server import real_now
from sandbox.api.vendor import Json, Reply, Request, Usual

REF = re.compile(r"/pe-\d+")
MOST = 50
"""Records that a page holds at the most, whatever is asked for."""


class Odd(Usual):
    """The system with the people and lists that tests put into it.

    It goes by the name of the type of source that reads it. The lists are the records themselves,
    in the order in which they are shown: tests change them as they like.
    """

    name = "rest"
    token_path = "/"  # noqa: S105 (a path)
    main_stream, child_stream = "people", "talks"
    can_merge = False

    def __init__(self, now: Callable[[], datetime] = real_now):
        self.people = People(now)
        self.create, self.change = self.people.create, self.people.change
        self.delete = self.people.delete
        self.chances: list[Json] = []
        self.firms: list[Json] = []
        self.staff: list[Json] = []
        self.wares: list[Json] = []
        self.targets: list[Json] = []
        self.talks: dict[str, list[Json]] = {}
        self._lists: dict[tuple[str, str], Callable[[Request], Reply]] = {
            ("GET", "/people"): self._people,
            ("GET", "/people/{ref}/talks"): self._talks,
            ("GET", "/chances"): self._chances,
            ("GET", "/firms"): self._firms,
            ("GET", "/staff"): self._staff,
            ("POST", "/wares/search"): self._wares,
            ("GET", "/targets"): lambda _: Reply(body={"targets": self.targets}),
        }

    def credential(self, request: Request) -> str | None:
        """The key, in a header of its own."""
        return request.header("x-key") or None

    def answer(self, request: Request) -> Reply:
        """The list that is asked for."""
        found = self._lists.get((request.method, self.path_kind(request.path)))
        try:
            return found(request) if found else self.error(404)
        except (KeyError, ValueError):
            return self.error(400, "cursor")

    def error(self, status: int, kind: str = "") -> Reply:
        """What went wrong, in the system's words."""
        return Reply(status, {"fault": {"code": status, "message": kind or "not possible"}})

    def path_kind(self, path: str) -> str:
        """The path with {ref} for each person."""
        return REF.sub("/{ref}", path)

    def cursor(self, request: Request) -> str | None:
        """Where the list of people goes on."""
        return request.first("after") or None

    def records(self, page: Json) -> list[Json]:
        """The people of a page."""
        return list(page.get("result", {}).get("rows", []))

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Name the next page, and link to it."""
        page["result"]["next"] = cursor
        page["result"]["here"] = f"{base}/people?after={cursor}"

    def set_text(self, record: Json, text: str) -> None:
        """The person's name."""
        record["full_name"] = text

    def _people(self, request: Request) -> Reply:
        text, since = request.first("after"), request.first("touched_from")
        time, _, number = text.partition("-")
        after: Edge = (int(time), int(number)) if text else (0, -1)
        size = min(int(request.first("per", str(MOST))), MOST)
        edges = list(islice(self.people.walk(int(since) if since else None, after), size + 1))
        page: Json = {"result": {"rows": [self.people.shown(edge[1]) for edge in edges[:size]]}}
        page["result"]["here"] = f"{request.base}/people"
        if len(edges) > size:
            self.set_next(page, request, "{}-{}".format(*edges[size - 1]), request.base)
        return Reply(body=page)

    def _talks(self, request: Request) -> Reply:
        name = request.path.split("/")[2]
        number = self.people.number(name)
        usual = [{"nr": 1, "id": f"t-{number}", "how": "call", "when": 1_772_000_000_000 + number}]
        return Reply(body=self.talks.get(name, usual))

    def _chances(self, request: Request) -> Reply:
        number, size = int(request.first("page", "1")), min(int(request.first("per")), MOST)
        rows = self.chances[(number - 1) * size : number * size]
        return Reply(body={"chances": rows, "count": len(self.chances)})

    def _firms(self, request: Request) -> Reply:
        skip, take = int(request.first("skip", "0")), min(int(request.first("take")), MOST)
        more = skip + take < len(self.firms)
        return Reply(body={"data": self.firms[skip : skip + take], "more": more})

    def _staff(self, request: Request) -> Reply:
        begin, end = int(request.first("from", "0")), int(request.first("from", "0")) + 2
        headers = {}
        if end < len(self.staff):
            # as seen from the page
            headers["Link"] = f'<staff?from=0>; rel="first", <staff?from={end}>; rel="next"'
        return Reply(body=self.staff[begin:end], headers=headers)

    def _wares(self, request: Request) -> Reply:
        window: dict[str, Any] = request.json()["window"]
        rows = self.wares[window["from"] : window["from"] + min(window["count"], MOST)]
        return Reply(body={"hits": {"items": rows}})
