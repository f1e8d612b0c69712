"""A few nights of a company behind two APIs, for kills: its sources, one night's syncs, its load.

Streams are read as a run reads them: several at once, each after its parents.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from connectors.api.policy import Policy
from connectors.calendly import CALENDLY
from connectors.config.models import Company
from connectors.config.systems import CalendlySource, HubSpotSource
from connectors.connector import ConfiguredSource
from connectors.hubspot import HUBSPOT
from connectors.landing import Landing
from connectors.loading import load
from orchestration.scheduling import read_all

# what is refused here is refused for good, so nothing is asked twice
POLICY = Policy(connect_seconds=5, first_wait_seconds=0.01, tries=2)
CONNECTORS = {
    "hubspot": replace(HUBSPOT, policy=POLICY),
    "calendly": replace(CALENDLY, policy=POLICY),
}
SETTINGS = {"hubspot": HubSpotSource, "calendly": CalendlySource}


def sources(home: Path, apis: Mapping[str, Mapping[str, Any]]) -> list[ConfiguredSource]:
    """A source per API; `apis` gives settings of each, such as base_url and token."""
    return [
        ConfiguredSource(
            name,
            name,
            SETTINGS[name](name=name, type=name, calls_per_second=100_000, **settings),
            home,
            Company(),
            home / "credentials",
        )
        for name, settings in apis.items()
    ]


def landing_of(home: Path) -> Landing:
    """Segments so small that a walk makes several, some of them in the middle of a page."""
    return Landing(home / "landing", segment_bytes=4_000, batch_rows=20)


def sync_all(
    report: Callable[[str], None], *, home: str, apis: dict[str, dict[str, Any]], now: str
) -> None:
    """Every stream of both APIs; each must be read to its end."""
    landing, at = landing_of(Path(home)), datetime.fromisoformat(now)

    def read(source: ConfiguredSource, stream: str) -> str | None:
        report(f"{source.name} {stream}")
        found = CONNECTORS[source.type].sync(source, stream, landing, now=at)
        return found.unavailable or (str(found.refused[0]) if found.refused else None)

    work = [
        (source, stream)
        for source in sources(Path(home), apis)
        for stream in CONNECTORS[source.type].all_streams
    ]
    failed = {key: reason for key, reason in read_all(work, read, Event()) if reason}
    if failed:
        raise RuntimeError(f"not read: {failed}")


def sync_one(
    report: Callable[[str], None],
    *,
    home: str,
    apis: dict[str, dict[str, Any]],
    now: str,
    stream: str,
) -> None:
    """One stream of the only API; it must be read to its end."""
    (source,) = sources(Path(home), apis)
    report(stream)
    found = CONNECTORS[source.type].sync(
        source, stream, landing_of(Path(home)), now=datetime.fromisoformat(now)
    )
    if found.refused:
        raise RuntimeError(str(found.refused[0]))


def load_all(report: Callable[[str], None], *, home: str) -> None:
    """Everything that landed into the warehouse."""
    report("load")
    load(
        Path(home) / "warehouse.duckdb",
        landing_of(Path(home)),
        connectors={name: name for name in CONNECTORS},
        progress=lambda table, _: report(f"load {table}"),
    )
    report("done")
