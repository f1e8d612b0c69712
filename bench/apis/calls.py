"""Calls of a first sync and of the night after, of the simulated company, against the least.

What a vendor forces is counted apart: HubSpot's archived lists, owners, pipelines and definitions,
which tell no changes; Calendly's window and the invitees of meetings that ended lately.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from pathlib import Path

import duckdb
from pydantic import SecretStr

from connectors.api.connector import ApiConnector
from connectors.api.stream import AGAIN
from connectors.calendly import CALENDLY
from connectors.config.models import Company as CompanySettings
from connectors.config.systems import CalendlySource, HubSpotSource
from connectors.connector import ConfiguredSource, SyncResult
from connectors.hubspot import HUBSPOT
from connectors.hubspot.associations import BATCH, TARGETS
from connectors.hubspot.kinds import BY_STREAM
from connectors.hubspot.reading import SEARCH_SIZE
from connectors.landing import Landing
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.server import Sandbox
from sandbox.company import Company
from sandbox.company.clock import end_of

TOKEN = "sandbox-token-bench"
SEED = 7


@dataclass(frozen=True)
class Night:
    """What one sync of a source landed, by stream."""

    number: int
    landing: Landing
    source: str
    results: dict[str, SyncResult]

    def live(self, stream: str) -> int:
        """Records that landed and are not deleted."""
        return self.results[stream].rows - self.results[stream].deleted

    def held(self, stream: str, condition: str) -> int:
        """Records of which some landed version meets a condition."""
        paths = [str(path) for path in self.landing.segments(self.source, stream)]
        ((count,),) = duckdb.execute(
            f"select count(distinct record_id) from read_parquet($paths) where {condition}",
            {"paths": paths},
        ).fetchall()
        return int(count)


def main() -> None:
    """Print a table for each connector."""
    folder = Path(tempfile.mkdtemp(prefix="salescycle-bench-"))
    day = 0
    company = Company(SEED, day=day)

    def now() -> object:
        return end_of(day)

    vendors = [HubSpot(company, now), Calendly(company, now)]  # type: ignore[arg-type]
    try:
        with Sandbox(vendors, token=TOKEN, now=now) as sandbox:  # type: ignore[arg-type]
            sources = _sources(sandbox, folder)
            for day in (0, 1):
                company.advance(day)
                print(f"\ncalls, {'first sync' if day == 0 else 'the night after'}")
                print("  stream                        rows  calls  least  ratio  forced  least")
                for connector, source in sources:
                    _show(connector, _sync(day, connector, source, folder))
    finally:
        shutil.rmtree(folder)


def _sources(sandbox: Sandbox, folder: Path) -> list[tuple[ApiConnector, ConfiguredSource]]:
    token = SecretStr(TOKEN)
    settings: list[tuple[ApiConnector, HubSpotSource | CalendlySource]] = [
        (
            HUBSPOT,
            HubSpotSource(
                name="hubspot",
                type="hubspot",
                token=token,
                base_url=sandbox.url("hubspot"),
                calls_per_second=10_000,
            ),
        ),
        (
            CALENDLY,
            CalendlySource(
                name="calendly",
                type="calendly",
                token=token,
                base_url=sandbox.url("calendly"),
                calls_per_second=10_000,
            ),
        ),
    ]
    return [
        (connector, ConfiguredSource(found.name, found.type, found, folder, CompanySettings()))
        for connector, found in settings
    ]


def _sync(number: int, connector: ApiConnector, source: ConfiguredSource, folder: Path) -> Night:
    landing = Landing(folder / "landing")
    results = {}
    for stream in connector.all_streams:
        now = end_of(number) + timedelta(minutes=1)
        results[stream] = connector.sync(source, stream, landing, now=now)
        assert not results[stream].refused, results[stream].refused
    return Night(number, landing, source.name, results)


def _show(connector: ApiConnector, night: Night) -> None:
    totals = [0, 0, 0, 0]
    for stream, result in night.results.items():
        forced = result.forced_calls
        counts = [result.calls - forced, _least(stream, night), forced, _forced(stream, night)]
        totals = [sum(pair) for pair in zip(totals, counts, strict=True)]
        _line(f"{connector.name} {stream}", f"{result.rows:,}", *counts)
    _line(f"{connector.name} together", "", *totals)


def _line(what: str, rows: str, free: int, least: int, forced: int, least_forced: int) -> None:
    ratio = f"{free / least:.2f}" if least else "-"
    print(f"  {what:<28}{rows:>7}{free:>7}{least:>7}{ratio:>7}{forced:>8}{least_forced:>7}")


def _least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    live, is_first = night.live(stream), night.number == 0
    if stream in BY_STREAM:
        kind = BY_STREAM[stream]
        if is_first:
            # full pages, and one call for how many there are once there is more than one page
            pages = max(ceil(live / kind.page_size), 1)
            return pages + (pages > 1)
        # a search per 200 changed, which tells the ids, and with history a batch per 50
        return max(ceil(live / SEARCH_SIZE), 1) + (
            ceil(live / kind.page_size) if kind.history else 0
        )
    if stream == "association":
        # ids of what changed, by type of object and type of what it belongs to
        return sum(len(targets) * ceil(night.live(of) / BATCH) for of, targets in TARGETS.items())
    if stream == "invitee":
        # one call per meeting that is new or changed; of those read again the calls are forced
        again = night.results["invitee"].forced_calls
        return night.live("event") - again
    if stream == "routing_submission":
        forms = night.held("routing_form", "not is_deleted")
        return max(ceil(live / 100), forms)
    return 0


def _forced(stream: str, night: Night) -> int:
    """The calls that the vendor forces: what tells no changes is read whole each time."""
    if stream in BY_STREAM:
        # everything archived, 100 a page
        return max(ceil(night.held(stream, "is_deleted and payload <> '{}'") / 100), 1)
    if stream == "event":
        # everything that begins in the window, 100 a page; at first all there is
        window = night.landing.state(night.source, stream)[""]["seen"]
        return max(ceil((len(window) if night.number else night.live(stream)) / 100), 1)
    if stream == "invitee":
        # one call per unchanged meeting that ended lately enough for a no-show to be marked
        return night.held("event", f"context = '{AGAIN}'")
    if stream in ("association", "routing_submission"):
        return 0
    return {"property": len(BY_STREAM), "pipeline": 2, "owner": 2}.get(stream, 1)


if __name__ == "__main__":
    main()
