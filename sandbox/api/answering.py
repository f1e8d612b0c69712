"""From a request to its answer: count, fault, token, vendor, fault on the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from sandbox.api import consent
from sandbox.api.faults import LONE_SURROGATE, UNKNOWN_FIELD, Fault
from sandbox.api.vendor import BARE, Reply, Request, Vendor

if TYPE_CHECKING:
    from sandbox.api.server import Sandbox

HTML = b"<!doctype html><html><body><h1>We will be right back</h1></body></html>"
JSON_TYPE = "application/json; charset=utf-8"


@dataclass(slots=True)
class Answer:
    """What goes over the wire. `is_cut`: only half of the body, then the connection closes."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


class Answering:
    """Answers the requests of one sandbox."""

    def __init__(self, sandbox: "Sandbox"):
        self._sandbox = sandbox

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to a request for `target`, which is a path with its query."""
        url = urlsplit(target)
        _, name, path = (*url.path.split("/", 2), "", "")[:3]
        vendor = self._sandbox.vendors.get(name)
        if vendor is None:
            return self._encoded(Reply(404, {"message": "no such API in the sandbox"}))
        query = parse_qs(url.query, keep_blank_values=True)
        base = self._sandbox.url(name)
        request = Request(method, f"/{unquote(path)}", query, headers, body, base)
        self._sandbox.count(vendor, request, url.query)
        fault = self._fault(vendor, request, on_page=False)
        reply = self._reply(vendor, request, fault)
        if fault is not None and fault.kind == "redirect":
            reply = Reply(302, b"", {"Location": f"{fault.host}{target}"})
        answer = self._encoded(reply)
        # who hung until the server stopped gets no whole answer any more
        has_stopped = self._sandbox.stopped.is_set()
        answer.is_cut = fault is not None and (fault.kind == "cut" or has_stopped)
        return answer

    def _fault(self, vendor: Vendor, request: Request, *, on_page: bool) -> Fault | None:
        if not self._sandbox.faults.pending:
            return None
        return self._sandbox.faults.take(
            request.method,
            f"/{vendor.name}{request.path}",
            has_cursor=vendor.cursor(request) is not None,
            is_token=request.path == vendor.token_path,
            on_page=on_page,
        )

    def _reply(self, vendor: Vendor, request: Request, fault: Fault | None) -> Reply:
        tokens = self._sandbox.tokens[vendor.name]
        if fault is not None:
            reply = self._broken(vendor, fault)
            if reply is not None:
                return reply
        if request.path == vendor.token_path:
            return tokens.renew(request, vendor)
        if request.path in consent.PATHS:
            return tokens.consents.ask(request, tokens.client_id)
        verdict = tokens.verdict(request, vendor)
        if verdict:
            return vendor.error(401, verdict)
        return self._with_page_fault(vendor, request, vendor.answer(request))

    def _broken(self, vendor: Vendor, fault: Fault) -> Reply | None:
        """The answer that is the fault; None where the usual one follows."""
        if fault.kind == "status":
            kind = {401: "invalid", 403: "forbidden", 429: "rate"}.get(fault.status, "")
            reply = vendor.error(fault.status, kind)
            reply.headers = {**reply.headers, **self._retry_after(fault)}
            return reply
        if fault.kind == "html":
            return Reply(fault.status, HTML, {"Content-Type": "text/html"})
        if fault.kind == "reject_cursor":
            return vendor.error(400, "cursor")
        if fault.kind == "hang":
            self._sandbox.stopped.wait(fault.seconds)
        elif fault.kind == "call" and fault.call is not None:
            fault.call()
        elif fault.kind == "expire_token":
            self._sandbox.tokens[vendor.name].expire()
        return None

    def _retry_after(self, fault: Fault) -> dict[str, str]:
        if fault.retry_after is None:
            return {}
        if not fault.as_date:
            return {"Retry-After": str(fault.retry_after)}
        at = self._sandbox.now() + timedelta(seconds=fault.retry_after)
        return {"Retry-After": format_datetime(at, usegmt=True)}

    def _with_page_fault(self, vendor: Vendor, request: Request, reply: Reply) -> Reply:
        if not self._sandbox.faults.pending or reply.status not in (200, 207):
            return reply
        try:
            page: Any = json.loads(_bytes(reply.body))
        except ValueError:
            # a page of something else, such as CSV
            return reply
        is_bare = isinstance(page, list)
        if is_bare:
            page = {BARE: page}
        records = vendor.records(page) if isinstance(page, dict) else []
        fault = self._fault(vendor, request, on_page=True) if records else None
        if fault is None:
            return reply
        cursor = vendor.cursor(request)
        if fault.kind == "unknown_field":
            for record in records:
                record[UNKNOWN_FIELD] = {"of": ["a", 1, None]}
        elif fault.kind == "lone_surrogate":
            vendor.set_text(records[0], LONE_SURROGATE)
        elif fault.kind == "repeat_page" and cursor is not None:
            vendor.set_next(page, request, cursor, request.base)
        # escapes keep half a surrogate pair valid JSON, as vendors send it
        text = json.dumps(page[BARE] if is_bare else page)
        if fault.kind == "other_host":
            if request.base not in text:
                # a vendor that gives no links: one shows up where nobody asked for it
                holder = records[-1] if is_bare else page
                holder["next"] = f"{request.base}{request.path}"
                text = json.dumps(page[BARE] if is_bare else page)
            text = text.replace(request.base, f"{fault.host}/{vendor.name}")
        return Reply(reply.status, text.encode(), reply.headers)

    def _encoded(self, reply: Reply) -> Answer:
        headers = {"Date": format_datetime(self._sandbox.now(), usegmt=True)}
        headers |= {"Content-Type": JSON_TYPE} | dict(reply.headers)
        return Answer(reply.status, _bytes(reply.body), headers)


def _bytes(body: object) -> bytes:
    if body is None:
        return b""
    return body if isinstance(body, bytes) else msgspec.json.encode(body)
