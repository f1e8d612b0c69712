"""Both connectors, every stream, without the rest of the product around them."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from connectors.api.connector import ApiConnector
from connectors.api.policy import Policy
from connectors.config.models import Company
from connectors.config.systems import SOURCE_TYPES
from connectors.connector import ConfiguredSource, SyncResult
from connectors.landing import Landing
from connectors.registry import CONNECTORS

TOKEN = "sandbox-token-of-the-descriptions"
QUICK = Policy(first_wait_seconds=0.01, tries=2)


def sync(name: str, base_url: str, home: Path, **settings: object) -> dict[str, SyncResult]:
    """Sync every stream of a system once; what was landed stays in `home`."""
    connector = CONNECTORS[name]
    assert isinstance(connector, ApiConnector)
    quick = replace(connector, policy=QUICK)
    given = {"token": TOKEN, **settings}
    configured = SOURCE_TYPES[name].model_validate(
        {"name": name, "type": name, "base_url": base_url, "calls_per_second": 100_000} | given
    )
    source = ConfiguredSource(name, name, configured, home, Company(), credentials=home)
    landing = Landing(home / "landing")
    now = datetime.now(UTC)
    return {s: quick.sync(source, s, landing, now=now) for s in quick.all_streams}


def failures(results: dict[str, SyncResult]) -> list[str]:
    """What was not read to its end."""
    return [
        f"{s}: {error}"
        for s, r in results.items()
        for error in [*r.refused, r.unavailable]
        if error
    ]
