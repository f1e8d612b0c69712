"""One request to an API, which only this file and `posting` touch.

Every request has a time limit and bounded retries, waits for the rate limits, and sends its
credential to the API's own host and to no other. What goes wrong becomes a StreamFailed whose line
holds no secret, no query and no payload.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec
import requests
import urllib3.connection
from requests.auth import AuthBase
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from urllib3.exceptions import HTTPError

from connectors.api.answers import network_error, retry_after, vendor_message
from connectors.api.auth import Auth
from connectors.api.limits import Shared
from connectors.api.policy import Policy
from connectors.api.posting import read_body
from connectors.api.refusals import Meaning, ReadsError, Refusal, usual
from connectors.api.schemes import BEARER, Scheme
from connectors.errors import BudgetSpent, CursorRejected, NotFound, ScopeMissing, StreamFailed
from connectors.secrecy import hide

# the standard library prints whole requests, headers and all, at a debug level of its own
urllib3.connection.HTTPConnection.debuglevel = 0

T = TypeVar("T")

SUCCESS = frozenset({200, 201, 202, 204, 207, 304})
WITHOUT_BODY = frozenset({202, 204, 304})
"""Successes that need not say anything."""
MOST_REDIRECTS = 5
_LONGEST_MESSAGE = 200
_EMAIL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+")


@dataclass(frozen=True)
class Request:
    """What to ask for; `path` may be a whole URL that the API handed out."""

    path: str
    query: str = ""
    """The encoded query, without what comes before it."""
    method: str = "GET"
    json: Any = None
    bucket: str = ""
    """Kind of call that a rate limit of its own counts."""
    has_cursor: bool = False
    """A 400 or 410 then means that the cursor is not known any more."""
    is_forced: bool = False
    """The vendor gives no way to ask for changes only: counted apart."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers beside the usual, or in place of them."""
    cost: float = 1.0
    """What it takes of the vendor's budget."""


class Retriable(Exception):  # noqa: N818 - what happened
    """May go better the next time, after `pause` seconds if the vendor said so."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


@dataclass
class Calls:
    """Requests sent, and those among them that the vendor forces to be repeated every night."""

    all: int = 0
    forced: int = 0


class _Sent(AuthBase):
    """Sets the header itself, so that no .netrc of the machine can replace it."""

    def __init__(self, scheme: Scheme, token: str) -> None:
        self.scheme, self.token = scheme, token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers[self.scheme.header] = self.scheme.value(self.token)
        return request


@dataclass
class Client:
    """Sends the requests of one stream; credential, limits and clock are those of its source."""

    name: str
    base_url: str
    auth: Auth
    shared: Shared
    policy: Policy = field(default_factory=Policy)
    scope: str = ""
    """What to grant if this stream is forbidden."""
    calls: Calls = field(default_factory=Calls)
    scheme: Scheme = BEARER
    reads_error: ReadsError | None = None
    """What the vendor's errors mean beyond their statuses."""
    _sessions: threading.local = field(default_factory=threading.local)
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def vendor_time(self) -> datetime | None:
        """The vendor's clock, None before its first answer."""
        return self.shared.clock.now

    @property
    def api_url(self) -> str:
        """Where the API is: what the credential came with says it better than the settings."""
        return self.auth.base_url or self.base_url

    def get(self, request: Request, decode: Callable[[bytes], T]) -> T:
        """The decoded answer. Raises StreamFailed, ScopeMissing or CursorRejected.

        `decode` raises msgspec.DecodeError for what is no JSON: the request is then repeated. It
        gets no bytes for an answer without a body (204, 304).
        """
        return self.ask(request, decode)[0]

    def ask(self, request: Request, decode: Callable[[bytes], T]) -> tuple[T, Mapping[str, str]]:
        """As `get`, with the headers of the answer, whose names are in lower case."""
        retrying = Retrying(
            retry=retry_if_exception_type(Retriable),
            stop=stop_after_attempt(self.policy.tries),
            wait=self._wait,
            reraise=True,
        )
        try:
            found: tuple[T, Mapping[str, str]] = retrying(self._once, request, decode)
            return found
        except Retriable as error:
            raise StreamFailed(
                f"{self.name}: {error}, {self.policy.tries} times; run again later"
            ) from None

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Retriable) and error.pause is not None:
            self.shared.throttle.pause(error.pause)
            return error.pause
        doubled: float = self.policy.first_wait_seconds * 2 ** (state.attempt_number - 1)
        return min(doubled, self.policy.longest_wait_seconds)

    def _once(self, request: Request, decode: Callable[[bytes], T]) -> tuple[T, Mapping[str, str]]:
        token = self.auth.token()
        answer = self._send(request, token)
        meaning = self._meaning(request, answer)
        if meaning is not None and meaning.kind == "expired" and self.auth.renew(token):
            token = self.auth.token()
            answer = self._send(request, token)
            meaning = self._meaning(request, answer)
            if meaning is not None and meaning.kind == "expired":
                self.auth.doubt(token)
        self.shared.clock.tell(answer.headers.get("date"))
        if meaning is not None:
            raise self._failure(request, answer, meaning)
        try:
            if not answer.body and answer.status not in WITHOUT_BODY:
                raise msgspec.DecodeError("nothing")
            return decode(answer.body), answer.headers
        except msgspec.DecodeError:
            kind = self.redact(answer.headers.get("content-type", "no type").split(";")[0])
            raise Retriable(
                f"{_where(request)} answered {kind[:_LONGEST_MESSAGE]} that is no JSON"
            ) from None

    def _meaning(self, request: Request, answer: Refusal) -> Meaning | None:
        """What an answer that is no success means."""
        if answer.status in SUCCESS:
            return None
        told = self.reads_error(answer) if self.reads_error else None
        return told or usual(answer.status, has_cursor=request.has_cursor)

    def _send(self, request: Request, token: str) -> Refusal:
        base = self.api_url
        url = self._own(urljoin(base.rstrip("/") + "/", request.path.lstrip("/")), base)
        if request.query:
            url = f"{url}?{request.query}"
        for _ in range(MOST_REDIRECTS):
            response, body = self._sent(request, url, token, base)
            if response.status_code not in (301, 302, 303, 307, 308):
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Refusal(response.status_code, headers, body)
            url = self._own(urljoin(url, response.headers.get("Location", "")), base)
        raise StreamFailed(f"{self.name}: {_where(request)} is redirected without end; report it")

    def _sent(
        self, request: Request, url: str, token: str, base: str
    ) -> tuple[requests.Response, bytes]:
        """One request on the wire, within limits and budget, and its whole answer."""
        budget = self.shared.budget
        taken = budget.take(self.name, request.cost)
        self.shared.throttle.wait(request.bucket)
        with self._counting:
            self.calls.all += 1
            self.calls.forced += request.is_forced
        told: Mapping[str, str] | None = None
        try:
            response = self._session(base).request(
                request.method,
                url,
                json=request.json,
                headers=dict(request.headers),
                auth=_Sent(self.scheme, token),
                timeout=(self.policy.connect_seconds, self.policy.read_seconds),
                allow_redirects=False,
                stream=True,
            )
            told = {name.lower(): value for name, value in response.headers.items()}
            return response, read_body(response, self.policy.read_seconds)
        except (requests.RequestException, HTTPError) as error:
            raise Retriable(f"{_where(request)}: {network_error(error)}") from None
        finally:
            budget.told(request.cost, told, taken)

    def _session(self, base: str) -> requests.Session:
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = requests.Session()
            session.headers["Accept"] = "application/json"
            session.headers["User-Agent"] = "salescycle"
            # proxies and certificates of the environment, looked up once for the one host that
            # is asked: to search the environment is a sixth of what a request takes
            found = session.merge_environment_settings(base, {}, None, None, None)
            session.proxies, session.verify = found["proxies"], found["verify"]
            session.trust_env = False
        return session

    def _own(self, url: str, base: str) -> str:
        """The URL, if it leads to the API itself: the credential goes nowhere else."""
        own, given = urlsplit(base), urlsplit(url)
        if (own.scheme, own.netloc) != (given.scheme, given.netloc):
            raise StreamFailed(
                f"{self.name}: a link leads from {own.netloc} to {self._host(given)}; "
                "the credential was not sent there, check base_url"
            )
        return url

    def _host(self, given: SplitResult) -> str:
        """The host of a link, without what else may stand in front of it."""
        host = given.netloc.rpartition("@")[2] or "nowhere"
        return self.redact(host)[:_LONGEST_MESSAGE]

    def _failure(self, request: Request, answer: Refusal, meaning: Meaning) -> Exception:
        where = _where(request)
        # first hidden, then cut: half a secret would not be found any more
        message = self.redact(meaning.says or vendor_message(answer.body))[:_LONGEST_MESSAGE]
        told = f"{where} answered {answer.status}" + (f" ({message})" if message else "")
        kind = meaning.kind
        if kind == "busy":
            pause = meaning.pause
            if pause is None:
                pause = retry_after(answer.headers.get("retry-after", ""), self.vendor_time)
            if pause is not None and pause > self.policy.longest_pause_seconds:
                return StreamFailed(
                    f"{self.name}: {told} and asks to wait {pause:.0f} s; run again after that"
                )
            return Retriable(told, pause)
        if kind == "spent":
            self.shared.budget.close()
            return BudgetSpent(
                f"{self.name}: {told}: the calls of the day are used up; it goes on the next night"
            )
        if kind in ("expired", "invalid"):
            return StreamFailed(f"{self.name}: {told}; renew the credential of this source")
        if kind == "forbidden":
            fix = f"grant {self.scope}" if self.scope else "grant the scope or plan that it needs"
            return ScopeMissing(f"{self.name}: {told}; {fix}")
        if kind == "cursor":
            return CursorRejected(f"{self.name}: {told}; it is read anew")
        failed = NotFound if kind == "gone" else StreamFailed
        return failed(f"{self.name}: {told}; check base_url and the connector's settings")

    def redact(self, text: str) -> str:
        """The text without any secret of this source and without e-mail addresses."""
        return _EMAIL.sub("***", hide(text, self.auth.secrets))


def _where(request: Request) -> str:
    return f"{request.method} {urlsplit(request.path).path}"
