"""A system with an API, put together from what its folder declares."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from connectors.api.access import LogsIn, auth_of, credential_name, scheme_of, settings_of
from connectors.api.auth import Auth
from connectors.api.budget import Budget
from connectors.api.http import Client, Request
from connectors.api.limits import Limit, shared
from connectors.api.oauth import OAuthSystem
from connectors.api.policy import Policy
from connectors.api.refusals import ReadsError
from connectors.api.schemes import BEARER, Scheme
from connectors.api.stream import Stream, Sync
from connectors.config.sources import ApiSource
from connectors.connector import ConfiguredSource, Finding, Progress, SyncResult
from connectors.errors import BudgetSpent, ScopeMissing, StreamFailed
from connectors.landing import Landing

__all__ = ["ApiConnector", "Check", "listed", "settings_of"]


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

    `checks` are what `probe` tries, the first of them the credential itself. `scheme` is how a
    token is sent, also the one of a session that `session` logs in for; without it users are sent
    as Basic authentication. `budget` makes the budget of calls that a source's streams share,
    `probes` tries a source in a way of its own in place of the checks.
    """

    name: str
    declared: tuple[Stream, ...]
    limits: tuple[Limit, ...]
    checks: tuple[Check, ...]
    oauth: OAuthSystem | None = None
    scheme: Scheme = BEARER
    session: LogsIn | None = None
    reads_error: ReadsError | None = None
    budget: Callable[[ApiSource], Budget] | None = None
    probes: Callable[[ConfiguredSource, "ApiConnector"], Iterable[Finding]] | None = None
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
        if self.probes is not None:
            yield from self.probes(source, self)
            return
        for number, check in enumerate(self.checks):
            what = f"{source.name} {check.what}".strip()
            client = self.client(source, check.what, check.scope)
            client.policy = replace(client.policy, tries=2)
            try:
                client.get(check.request, _anything)
            except ScopeMissing as error:
                detail = str(error) + ("; the rest is read without it" if check.is_optional else "")
                yield Finding(what, check.is_optional, detail)
            except StreamFailed as error:
                yield Finding(what, False, str(error))
                if number == 0:
                    return
            else:
                yield Finding(what, True, client.api_url if number == 0 else "may be read")

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
            except BudgetSpent as error:
                result.refused.append(error)
                # what was paid for stays: the next night goes on from there
                if sync.read or sync.deleted:
                    writer.commit(writer.state)
            except StreamFailed as error:
                result.refused.append(error)
            result.rows, result.bytes = writer.rows, writer.bytes
            result.segments, result.deleted = len(writer.segments), sync.deleted
        client.shared.budget.save()
        result.calls, result.forced_calls = client.calls.all, client.calls.forced
        return result

    def client(self, source: ConfiguredSource, what: str, scope: str = "") -> Client:
        """A client for one stream of a source; credential and limits are shared by all of them."""
        name = credential_name(self, source)
        policy = self._policy(source)
        return self.client_with(source, what, auth_of(self, source, name, policy), name, scope)

    def client_with(
        self, source: ConfiguredSource, what: str, auth: Auth, credential: str, scope: str = ""
    ) -> Client:
        """A client with a credential; limits are shared by all that name the same one."""
        settings = settings_of(source)
        limits = self.limits
        if settings.calls_per_second is not None:
            limits = (Limit(1, 1 / settings.calls_per_second),)
        return Client(
            f"{source.name} {what}".strip(),
            settings.base_url,
            auth,
            shared(credential, limits, lambda: self._budget(source)),
            self._policy(source),
            scope,
            scheme=scheme_of(self, settings),
            reads_error=self.reads_error,
        )

    def _budget(self, source: ConfiguredSource) -> Budget:
        if self.budget is None:
            return Budget()
        budget = self.budget(settings_of(source))
        if source.credentials is not None:
            budget.keep_at(source.credentials / f"{source.name}.budget")
        return budget

    def _policy(self, source: ConfiguredSource) -> Policy:
        return replace(self.policy, read_seconds=float(settings_of(source).timeout_seconds))

    def _stream(self, name: str) -> Stream:
        return next(stream for stream in self.declared if stream.name == name)


def _unseen(what: str, rows: int, total: int | None = None) -> None:
    """Progress that nobody looks at."""


def _anything(body: bytes) -> Any:
    """An answer of which only matters that it is one; an empty listing may have no body."""
    return msgspec.json.decode(body or b"null")


def listed(requests: Sequence[tuple[str, str, str, bool]]) -> tuple[Check, ...]:
    """Checks of listings: (what, path, scope, whether it is optional), one record of each."""
    return tuple(
        Check(what, Request(path, "limit=1"), scope, is_optional)
        for what, path, scope, is_optional in requests
    )
