"""A system with an API, put together from what its folder declares."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from connectors.api.auth import Auth, Granted, RefreshToken, StaticToken
from connectors.api.http import Client, Policy, Request, form_post
from connectors.api.limits import Limit, shared
from connectors.api.stream import Stream, Sync
from connectors.config.sources import ApiSource
from connectors.connector import ConfiguredSource, Finding, Progress, SyncResult
from connectors.errors import ScopeMissing, StreamFailed
from connectors.landing import Landing


@dataclass(frozen=True)
class Check:
    """One cheap request that shows whether a part of a system can be read."""

    what: str
    request: Request
    scope: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class ApiConnector:
    """One kind of system: how it lets us in, how fast it may be asked, and its streams.

    `token_url` is the OAuth token endpoint of a configured source; `checks` are what `probe` tries,
    the first of them the credential itself.
    """

    name: str
    declared: tuple[Stream, ...]
    limits: tuple[Limit, ...]
    token_url: Callable[[ApiSource], str]
    checks: tuple[Check, ...]
    policy: Policy = field(default_factory=Policy)

    @property
    def all_streams(self) -> tuple[str, ...]:
        """Every stream that the system has."""
        return tuple(stream.name for stream in self.declared)

    def streams(self, source: ConfiguredSource) -> tuple[str, ...]:
        """All of them: what a source has no right to is unavailable."""
        return self.all_streams

    def parents(self, stream: str) -> tuple[str, ...]:
        """The streams whose rows this one reads."""
        return self._stream(stream).parents

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Try the credential, and with it every part that needs a scope of its own."""
        for number, check in enumerate(self.checks):
            what = f"{source.name} {check.what}".strip()
            client = self.client(source, check.what, check.scope)
            client.policy = replace(client.policy, tries=2)
            try:
                client.get(check.request, msgspec.json.decode)
            except ScopeMissing as error:
                detail = str(error) + ("; the rest is read without it" if check.is_optional else "")
                yield Finding(what, check.is_optional, detail)
            except StreamFailed as error:
                yield Finding(what, False, str(error))
                if number == 0:
                    return
            else:
                yield Finding(what, True, client.base_url if number == 0 else "may be read")

    def sync(
        self,
        source: ConfiguredSource,
        stream: str,
        landing: Landing,
        *,
        now: datetime,
        accept_shrink: bool = False,
        progress: Progress | None = None,
    ) -> SyncResult:
        """Land what changed in the stream; why it could not be read to its end is in the result."""
        declared = self._stream(stream)
        client = self.client(source, stream, declared.scope)
        result = SyncResult()
        with landing.writer(source.name, stream, extracted_at=now) as writer:
            sync = Sync(
                source,
                client,
                landing,
                writer,
                now,
                accept_shrink,
                progress or _unseen,
            )
            try:
                declared.sync(sync)
            except ScopeMissing as error:
                if declared.is_optional:
                    result.unavailable = str(error)
                else:
                    result.refused.append(error)
            except StreamFailed as error:
                result.refused.append(error)
            result.rows, result.bytes = writer.rows, writer.bytes
            result.segments, result.deleted = len(writer.segments), sync.deleted
        result.calls, result.forced_calls = client.calls.all, client.calls.forced
        return result

    def client(self, source: ConfiguredSource, what: str, scope: str = "") -> Client:
        """A client for one stream of a source; credential and limits are shared by all of them."""
        settings = settings_of(source)
        base_url = settings.base_url
        policy = replace(self.policy, read_seconds=float(settings.timeout_seconds))
        auth, credential = _auth(self, source, base_url, policy)
        limits = self.limits
        if settings.calls_per_second is not None:
            limits = (Limit(1, 1 / settings.calls_per_second),)
        name = f"{source.name} {what}".strip()
        return Client(name, base_url, auth, shared(credential, limits), policy, scope)

    def _stream(self, name: str) -> Stream:
        return next(stream for stream in self.declared if stream.name == name)


def settings_of(source: ConfiguredSource) -> ApiSource:
    """The settings of a source behind an API."""
    if not isinstance(source.settings, ApiSource):
        raise TypeError(f"{source.name} is no source behind an API")
    return source.settings


def _unseen(what: str, rows: int, total: int | None = None) -> None:
    """Progress that nobody looks at."""


_auths: dict[str, Auth] = {}
_auths_lock = threading.Lock()


def _auth(
    connector: ApiConnector, source: ConfiguredSource, base_url: str, policy: Policy
) -> tuple[Auth, str]:
    """The credential of a source, one object for all of its streams, and a name for it."""
    settings = settings_of(source)
    oauth = settings.oauth
    secret = oauth.refresh_token if oauth else settings.token
    text = secret.get_secret_value() if secret else ""
    pace = settings.calls_per_second or connector.limits
    parts = (connector.name, base_url, str(pace), str(source.credentials), text)
    name = hashlib.sha256("|".join(parts).encode()).hexdigest()
    if oauth is None:
        return StaticToken(text), name
    url = connector.token_url(settings)
    with _auths_lock:
        if name not in _auths:
            store = source.credentials / f"{source.name}.json" if source.credentials else None
            _auths[name] = RefreshToken(
                oauth.client_id.get_secret_value(),
                oauth.client_secret.get_secret_value(),
                text,
                lambda form: form_post(url, form, policy, _granted, source.name),
                store,
            )
        return _auths[name], name


def _granted(body: bytes) -> Granted:
    return msgspec.json.decode(body, type=Granted)


def listed(requests: Sequence[tuple[str, str, str, bool]]) -> tuple[Check, ...]:
    """Checks of listings: (what, path, scope, whether it is optional), one record of each."""
    return tuple(
        Check(what, Request(path, "limit=1"), scope, is_optional)
        for what, path, scope, is_optional in requests
    )
