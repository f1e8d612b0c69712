"""A server that knows nothing but the descriptions: it refuses what they do not describe."""

from typing import Protocol

from sandbox.api import Reply, Request
from sandbox.api.vendor import Usual
from tests.descriptions.asking import wrong_with
from tests.descriptions.making import Maker
from tests.descriptions.reading import Operation, Vendor
from tests.descriptions.schemas import Json


class Manners(Protocol):
    """How a vendor's answers hang together, which no schema says."""

    name: str
    token_path: str

    def status(self, operation: Operation, request: Request) -> int:
        """The status to answer with."""
        ...

    def fill(self, operation: Operation, request: Request, answer: Json, night: int) -> Json:
        """The answer with what makes it fit the request: ids, cursors, properties."""
        ...


class Mock(Usual):
    """A vendor for the sandbox's server, made of a description. `wrong`: what was asked wrongly."""

    def __init__(self, described: Vendor, manners: Manners):
        self.name, self.token_path = manners.name, manners.token_path
        self.described, self.manners = described, manners
        self.night = 0
        self.wrong: list[str] = []
        self.asked: set[str] = set()

    def answer(self, request: Request) -> Reply:
        """An answer that fits the description, 400 to a request that does not."""
        wrong = wrong_with(self.described, request)
        operation = self.described.find(request.method, request.path)
        if wrong or operation is None:
            self.wrong += wrong
            return Reply(400, {"message": "; ".join(wrong)})
        self.asked.add(operation.name)
        status = self.manners.status(operation, request)
        schema = operation.answer(status) or {}
        seed = f"{operation.name} {request.path} {sorted(request.query.items())} {request.body!r}"
        made = Maker(operation.document, seed).make(schema)
        body = self.manners.fill(operation, request, made, self.night)
        misfit = operation.schemas.wrong(schema, body)
        self.wrong += [f"the mock's own answer to {operation.name}: {each}" for each in misfit]
        return Reply(status, body)

    def credential(self, request: Request) -> str | None:
        """The token, whatever stands before it: that is checked with the rest of the request."""
        sent = request.header("authorization").rpartition(" ")[2]
        return sent or request.header("x-api-token") or None

    def error(self, status: int, kind: str = "") -> Reply:
        """Nothing that the checks are about."""
        return Reply(status, {"message": f"{status} {kind}"})

    def path_kind(self, path: str) -> str:
        """The path as described."""
        found = self.described.find("GET", path) or self.described.find("POST", path)
        return found.path if found else path

    def cursor(self, request: Request) -> str | None:
        """None: no faults here."""
        return None

    def records(self, page: Json) -> list[Json]:
        """None: no faults here."""
        return []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """No faults here."""

    def set_text(self, record: Json, text: str) -> None:
        """No faults here."""
