"""The connector of a description, and what stands for all of them in the registry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.api.connector import ApiConnector
from connectors.api.limits import Limit
from connectors.api.oauth import OAuthSystem
from connectors.api.schemes import Scheme
from connectors.config.sources import ApiSource
from connectors.config.systems.rest import RestSource
from connectors.connector import ConfiguredSource, Finding, Progress, SyncResult
from connectors.landing import Landing
from connectors.rest.probe import probe
from connectors.rest.streams import stream_of

NAME = "rest"
RECORDS = "record"
"""The one raw table, for whatever streams there are."""
LIMITS = (Limit(4, 1.0),)
"""How fast a system is asked of which nothing is known."""


@dataclass(frozen=True)
class Described(ApiConnector):
    """The connector of one description."""

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Read the first page of every list, and tell what of the description it does not fit."""
        return probe(source, _settings(source), self)


def connector_for(source: RestSource, reporting_timezone: str = "UTC") -> Described:
    """The connector that a description amounts to."""
    streams = (stream_of(source, stream, reporting_timezone) for stream in source.streams)
    return Described(
        name=NAME,
        declared=tuple(streams),
        limits=LIMITS,
        checks=(),
        probes=lambda configured, connector: probe(configured, source, connector),
        oauth=OAuthSystem(token_url=_token_url, client_auth=source.client_auth),
        scheme=Scheme(source.token_header, source.token_prefix),
    )


def _token_url(settings: ApiSource) -> str:
    return settings.auth_url or settings.base_url


def _settings(source: ConfiguredSource) -> RestSource:
    if not isinstance(source.settings, RestSource):
        raise TypeError(f"{source.name} is not described")
    return source.settings


@dataclass(frozen=True)
class RestConnector:
    """Sources of type rest, each with the streams of its own description."""

    name: str = NAME

    @property
    def all_streams(self) -> tuple[str, ...]:
        """One raw table: the streams are the user's."""
        return (RECORDS,)

    def of(self, source: ConfiguredSource) -> Described:
        """The connector of one source."""
        return connector_for(_settings(source), source.company.reporting_timezone)

    def streams(self, source: ConfiguredSource) -> tuple[str, ...]:
        """Those of the description."""
        return self.of(source).all_streams

    def parents(self, stream: str) -> tuple[str, ...]:
        """None that hold for every source."""
        return ()

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Try the description out."""
        return self.of(source).probe(source, now=now)

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
        """Land what changed in the stream."""
        return self.of(source).sync(
            source, stream, landing, now=now, accept_shrink=accept_shrink, progress=progress
        )


REST = RestConnector()
