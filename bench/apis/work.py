"""`python -m bench.apis.work NAME URL FOLDER`: one piece of work in a process of its own.

Prints the seconds of the work, without what the interpreter and imports take, and the peak of
the process's memory in MB.
"""

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

# pyarrow imports it for the first array that it makes; imports are not what is measured
import pandas  # noqa: F401
import requests
from pydantic import SecretStr

from bench.apis.deals import NOW, PAGE
from bench.apis.server import PATH
from connectors.config.models import Company
from connectors.config.systems.hubspot import HubSpotSource
from connectors.connector import ConfiguredSource
from connectors.hubspot import HUBSPOT
from connectors.hubspot.kinds import BY_STREAM
from connectors.landing import Landing
from connectors.loading import load

DEAL = BY_STREAM["deal"]
PARAMS = [
    ("limit", str(PAGE)),
    ("archived", "false"),
    *(("properties", name) for name in DEAL.properties),
    *(("propertiesWithHistory", name) for name in DEAL.history),
]
"""What the connector asks for."""


def download(url: str, folder: Path) -> None:
    """Plain `requests`: the same pages, dropped."""
    session = requests.Session()
    after: str | None = None
    while True:
        params = [*PARAMS, ("after", after)] if after else PARAMS
        answer = session.get(url + PATH, params=params, timeout=60)
        answer.raise_for_status()
        # what comes next is the only thing that is read: the end of the answer
        _, found, rest = answer.content[-200:].partition(b'"after":"')
        if not found:
            return
        after = rest.split(b'"')[0].decode()


def land(url: str, folder: Path) -> None:
    """The connector lands the stream."""
    settings = HubSpotSource(
        name="crm",
        type="hubspot",
        token=SecretStr("bench"),
        base_url=url,
    )
    source = ConfiguredSource("crm", "hubspot", settings, folder, Company())
    connector = replace(HUBSPOT, limits=())
    result = connector.sync(source, "deal", Landing(folder / "landing"), now=NOW)
    assert not result.refused, result.refused


def land_and_load(url: str, folder: Path) -> None:
    """Landing, and loading into raw."""
    land(url, folder)
    loaded = load(
        folder / "warehouse.duckdb", Landing(folder / "landing"), connectors={"crm": "hubspot"}
    )
    assert loaded.rows["hubspot__deal"]


WORKS = {"requests": download, "landing": land, "loading": land_and_load}


def main() -> None:
    """Do the work that the command names."""
    name, url, folder = sys.argv[1:]
    started = time.perf_counter()
    WORKS[name](url, Path(folder))
    seconds = time.perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
