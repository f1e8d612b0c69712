"""Asked no faster than it publishes, an API never has to refuse."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.config.models import Company
from connectors.config.systems.hubspot import HubSpotSource
from connectors.connector import ConfiguredSource
from connectors.hubspot import HUBSPOT
from connectors.landing import Landing
from sandbox.api import Sandbox
from sandbox.api.hubspot import HubSpot

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOKEN = "sandbox-token-of-limits"
SEARCHED = ("contact", "company", "lead", "call", "email", "note", "task")
"""More searches than may be made in a second."""


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


def calls_of_two_nights(landing: Landing, name: str, *, is_limited: bool) -> int:
    """Calls that the sandbox counted, refused ones too, for streams that search on night two."""
    vendor = HubSpot(now=lambda: NOW, is_limited=is_limited)
    with Sandbox([vendor], token=TOKEN, now=lambda: NOW) as sandbox:
        settings = HubSpotSource(
            name=name,
            type="hubspot",
            token=SecretStr(TOKEN),
            base_url=sandbox.url("hubspot"),
            calls_per_second=None if is_limited else 100_000,
        )
        source = ConfiguredSource(name, "hubspot", settings, landing.root, Company())
        for _ in range(2):
            for stream in SEARCHED:
                result = HUBSPOT.sync(source, stream, landing, now=NOW)
                assert not result.refused
        return sum(sandbox.calls.values())


def test_the_connector_keeps_to_the_limits_of_a_vendor_that_enforces_them(
    landing: Landing,
) -> None:
    fast = calls_of_two_nights(landing, "fast", is_limited=False)
    assert fast >= 4 * len(SEARCHED)
    assert calls_of_two_nights(landing, "polite", is_limited=True) == fast
