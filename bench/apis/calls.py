"""Calls of a first sync and of the night after, of the simulated company, against the least.

`python -m bench.apis.calls [system ...]`. What the least is stands in `least/<system>.py`.
"""

import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import yaml

from bench.apis.night import Night
from connectors.api.connector import ApiConnector
from connectors.config.models import SOURCE_TYPES
from connectors.config.models import Company as CompanySettings
from connectors.connector import ConfiguredSource
from connectors.landing import Landing
from connectors.registry import CONNECTORS
from sandbox.api.calendly import Calendly
from sandbox.api.server import Sandbox
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.crms import CRMS

TOKEN = "sandbox-token-bench"
SEED = 7
HEADER = "  stream                        rows  calls  least  ratio  forced  least"


def main(names: list[str]) -> None:
    """Print a table for each system, all of them if none is named."""
    folder = Path(tempfile.mkdtemp(prefix="salescycle-bench-"))
    day = 0
    company = Company(SEED, day=day)

    def now() -> datetime:
        return end_of(day)

    vendors = [*(crm.vendor(company, now) for crm in CRMS), Calendly(company, now)]
    try:
        with Sandbox(vendors, token=TOKEN, now=now) as sandbox:
            sources = [
                source for source in _sources(sandbox, folder) if not names or source.type in names
            ]
            for day in (0, 1):
                company.advance(day)
                print(f"\ncalls, {'first sync' if day == 0 else 'the night after'}")
                print(HEADER)
                for source in sources:
                    _show(source.type, _sync(day, source, folder))
    finally:
        shutil.rmtree(folder)


def _sources(sandbox: Sandbox, folder: Path) -> list[ConfiguredSource]:
    written = {crm.name: f"    {crm.access}\n{crm.settings}" for crm in CRMS}
    written["calendly"] = "    token: {secret}"
    found = []
    for name, text in written.items():
        # settings hold braces of their own: only the credential is filled in
        settings = yaml.safe_load(text.replace("{secret}", TOKEN))
        common = {"name": name, "type": name, "base_url": sandbox.url(name)}
        source = SOURCE_TYPES[name].model_validate(
            {**settings, **common, "calls_per_second": 100_000}
        )
        found.append(ConfiguredSource(name, name, source, folder, CompanySettings()))
    return found


def _sync(number: int, source: ConfiguredSource, folder: Path) -> Night:
    connector, landing, results = CONNECTORS[source.type], Landing(folder / "landing"), {}
    assert isinstance(connector, ApiConnector)
    for stream in connector.all_streams:
        now = end_of(number) + timedelta(minutes=1)
        results[stream] = connector.sync(source, stream, landing, now=now)
        assert not results[stream].refused, results[stream].refused
    return Night(number, landing, source.name, results)


def _show(system: str, night: Night) -> None:
    formulas, totals = import_module(f"bench.apis.least.{system}"), [0, 0, 0, 0]
    for stream, result in night.results.items():
        forced = result.forced_calls
        least = formulas.least(stream, night), formulas.forced(stream, night)
        counts = [result.calls - forced, least[0], forced, least[1]]
        totals = [sum(pair) for pair in zip(totals, counts, strict=True)]
        _line(f"{system} {stream}", f"{result.rows:,}", *counts)
    _line(f"{system} together", "", *totals)


def _line(what: str, rows: str, free: int, least: int, forced: int, least_forced: int) -> None:
    ratio = f"{free / least:.2f}" if least else "-"
    print(f"  {what:<28}{rows:>7}{free:>7}{least:>7}{ratio:>7}{forced:>8}{least_forced:>7}")


if __name__ == "__main__":
    main(sys.argv[1:])
