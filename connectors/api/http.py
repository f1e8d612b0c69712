"""One request to an API: the only file that touches the network.

Every request has a time limit and bounded retries, waits for the rate limits, and sends its
credential to the API's own host and to no other. What goes wrong becomes a StreamFailed whose line
holds no secret, no query and no payload.
"""

import re
import threading
import time
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
from connectors.errors import CursorRejected, NotFound, ScopeMissing, StreamFailed
from connectors.secrecy import hide

# the standard library prints whole requests, headers and all, at a debug level of its own
urllib3.connection.HTTPConnection.debuglevel = 0

T = TypeVar("T")

CHUNK_BYTES = 1 << 20
MOST_REDIRECTS = 5
_LONGEST_MESSAGE = 200
_EMAIL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+")


@dataclass(frozen=True)
class Policy:
    """How long to wait for an answer and how often to ask again; times in seconds."""

    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    tries: int = 6
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    longest_pause_seconds: float = 900.0
    """A vendor that asks for a longer pause makes the stream fail, to be read another night."""


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


class _Bearer(AuthBase):
    """Sets the header itself, so that no .netrc of the machine can replace it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
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
    _sessions: threading.local = field(default_factory=threading.local)
    _counting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def vendor_time(self) -> datetime | None:
        """The vendor's clock, None before its first answer."""
        return self.shared.clock.now

    def get(self, request: Request, decode: Callable[[bytes], T]) -> T:
        """The decoded answer. Raises StreamFailed, ScopeMissing or CursorRejected.

        `decode` raises msgspec.DecodeError for what is no JSON: the request is then repeated.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(Retriable),
            stop=stop_after_attempt(self.policy.tries),
            wait=self._wait,
            reraise=True,
        )
        try:
            found: T = retrying(self._once, request, decode)
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

    def _once(self, request: Request, decode: Callable[[bytes], T]) -> T:
        token = self.auth.token()
        response, body = self._send(request, token)
        if response.status_code == 401 and self.auth.renew(token):
            response, body = self._send(request, self.auth.token())
        self.shared.clock.tell(response.headers.get("Date"))
        if response.status_code in (200, 201, 207):
            try:
                return decode(body)
            except msgspec.DecodeError:
                kind = self.redact(response.headers.get("Content-Type", "no type").split(";")[0])
                raise Retriable(
                    f"{_where(request)} answered {kind[:_LONGEST_MESSAGE]} that is no JSON"
                ) from None
        raise self._failure(request, response, body)

    def _send(self, request: Request, token: str) -> tuple[requests.Response, bytes]:
        url = self._own(urljoin(self.base_url.rstrip("/") + "/", request.path.lstrip("/")))
        if request.query:
            url = f"{url}?{request.query}"
        for _ in range(MOST_REDIRECTS):
            self.shared.throttle.wait(request.bucket)
            with self._counting:
                self.calls.all += 1
                self.calls.forced += request.is_forced
            try:
                response = self._session.request(
                    request.method,
                    url,
                    json=request.json,
                    auth=_Bearer(token),
                    timeout=(self.policy.connect_seconds, self.policy.read_seconds),
                    allow_redirects=False,
                    stream=True,
                )
                body = _read(response, self.policy.read_seconds)
            except (requests.RequestException, HTTPError) as error:
                raise Retriable(f"{_where(request)}: {network_error(error)}") from None
            if response.status_code not in (301, 302, 303, 307, 308):
                return response, body
            url = self._own(urljoin(url, response.headers.get("Location", "")))
        raise StreamFailed(f"{self.name}: {_where(request)} is redirected without end; report it")

    @property
    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = requests.Session()
            session.headers["Accept"] = "application/json"
            session.headers["User-Agent"] = "salescycle"
            # proxies and certificates of the environment, looked up once for the one host that
            # is asked: to search the environment is a sixth of what a request takes
            found = session.merge_environment_settings(self.base_url, {}, None, None, None)
            session.proxies, session.verify = found["proxies"], found["verify"]
            session.trust_env = False
        return session

    def _own(self, url: str) -> str:
        """The URL, if it leads to the API itself: the credential goes nowhere else."""
        own, given = urlsplit(self.base_url), urlsplit(url)
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

    def _failure(self, request: Request, response: requests.Response, body: bytes) -> Exception:
        status, where = response.status_code, _where(request)
        # first hidden, then cut: half a secret would not be found any more
        message = self.redact(vendor_message(body))[:_LONGEST_MESSAGE]
        told = f"{where} answered {status}" + (f" ({message})" if message else "")
        if status == 429 or status >= 500 or status == 408:
            pause = retry_after(response, self.vendor_time)
            if pause is not None and pause > self.policy.longest_pause_seconds:
                return StreamFailed(
                    f"{self.name}: {told} and asks to wait {pause:.0f} s; run again after that"
                )
            return Retriable(told, pause)
        if status == 401:
            return StreamFailed(f"{self.name}: {told}; renew the credential of this source")
        if status == 403:
            fix = f"grant {self.scope}" if self.scope else "grant the scope or plan that it needs"
            return ScopeMissing(f"{self.name}: {told}; {fix}")
        if status == 410 or (status == 400 and request.has_cursor):
            return CursorRejected(f"{self.name}: {told}; it is read anew")
        failed = NotFound if status == 404 else StreamFailed
        return failed(f"{self.name}: {told}; check base_url and the connector's settings")

    def redact(self, text: str) -> str:
        """The text without any secret of this source and without e-mail addresses."""
        return _EMAIL.sub("***", hide(text, self.auth.secrets))


def form_post(
    url: str, form: Mapping[str, str], policy: Policy, decode: Callable[[bytes], T], name: str
) -> T:
    """Post a form without a credential header, once: a grant may be good for one exchange only.

    Raises StreamFailed with the answer's status and OAuth error code, never its text.
    """
    try:
        response = requests.post(
            url,
            data=dict(form),
            # a .netrc of the machine would add one
            auth=lambda request: request,
            timeout=(policy.connect_seconds, policy.read_seconds),
            allow_redirects=False,
            stream=True,
        )
        body = _read(response, policy.read_seconds)
    except (requests.RequestException, HTTPError) as error:
        raise StreamFailed(
            f"{name}: {urlsplit(url).path}: {network_error(error)}; run again"
        ) from None
    if response.status_code != 200:
        code = re.search(rb'"error"\s*:\s*"([a-z_]{1,40})"', body)
        told = f" ({code.group(1).decode()})" if code else ""
        raise StreamFailed(
            f"{name}: the token endpoint answered {response.status_code}{told}; authorise again"
        )
    try:
        return decode(body)
    except msgspec.DecodeError:
        raise StreamFailed(f"{name}: the token endpoint answered no JSON; check its URL") from None


def _read(response: requests.Response, seconds: float) -> bytes:
    """The whole body, within twice the time limit however slowly it comes.

    As much at a time as has arrived (`read1`): to wait for a chunk of a size would be to wait for
    as long as single bytes keep coming.
    """
    deadline = time.monotonic() + seconds * 2
    with response:
        chunks = []
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            chunks.append(chunk)
            if time.monotonic() > deadline:
                raise requests.Timeout
        return b"".join(chunks)


def _where(request: Request) -> str:
    return f"{request.method} {urlsplit(request.path).path}"
