"""Between the server and a vendor of the sandbox: holds both against the description."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from sandbox.api import Reply, Request, Vendor
from tests.descriptions.asking import wrong_with
from tests.descriptions.reading import Operation
from tests.descriptions.reading import Vendor as Described


class Layer:
    """The vendor, with what it is asked and answers checked. `wrong` counts each kind of misfit."""

    def __init__(self, vendor: Vendor, described: Described):
        self.name, self.token_path = vendor.name, vendor.token_path
        self.vendor, self.described = vendor, described
        self.wrong: Counter[str] = Counter()
        self.undescribed: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()

    def answer(self, request: Request) -> Reply:
        """The vendor's answer."""
        self.wrong.update(wrong_with(self.described, request))
        reply = self.vendor.answer(request)
        operation = self.described.find(request.method, request.path)
        if operation is not None:
            self.check(operation, reply)
        return reply

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's error, which an operation that has such errors must fit."""
        return self.vendor.error(status, kind)

    def check(self, operation: Operation, reply: Reply) -> None:
        """Note what is wrong with an answer, and which keys of it are not described."""
        where = f"{operation.name} {reply.status}"
        self.answered[where] += 1
        schema = operation.answer(reply.status)
        if schema is None:
            self.wrong[f"{where} is not described"] += 1
            return
        body: Any = reply.body if isinstance(reply.body, bytes) else msgspec.json.encode(reply.body)
        found = msgspec.json.decode(body)
        wrong = operation.schemas.wrong(schema, found)
        self.wrong.update(f"{where} {each}" for each in wrong)
        if not wrong:
            more = operation.schemas.wrong(schema, found, is_closed=True)
            self.undescribed.update(f"{where} {each}" for each in more)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """What the server asks of a vendor beside answers is the vendor's."""
        return getattr(self.vendor, name)  # type: ignore[no-any-return]
