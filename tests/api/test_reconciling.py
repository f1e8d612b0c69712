"""What is held is counted against what the vendor counts, and a difference is found."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.config.models import Company
from connectors.config.systems import HubSpotSource
from connectors.connector import ConfiguredSource, SyncResult
from connectors.hubspot import HUBSPOT
from connectors.landing import Landing, Row
from sandbox.api import Sandbox
from sandbox.api.hubspot import HubSpot

START = datetime(2026, 3, 2, 3, tzinfo=UTC)
CONNECTOR = replace(HUBSPOT, limits=())


class Portal:
    """A portal in which a deal was made every day for a while, all of them read."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.vendor = HubSpot(None, lambda: self.now)
        self.made: list[str] = []
        for _ in range(100):
            self.made += self.vendor.create(1)
            self.now += timedelta(days=1)
        self.sandbox = Sandbox([self.vendor], token="tok", now=lambda: self.now, keeps_log=True)
        url = self.sandbox.start().url("hubspot")
        settings = HubSpotSource.model_validate(
            {"name": "crm", "type": "hubspot", "token": "tok", "base_url": url}
        )
        self.source = ConfiguredSource("crm", "hubspot", settings, folder, Company())
        self.landing = Landing(folder / "landing")
        for stream in ("property", "deal"):
            assert not self.sync(stream).refused

    def sync(self, stream: str) -> SyncResult:
        return CONNECTOR.sync(self.source, stream, self.landing, now=self.now)

    def tally(self) -> dict[str, Any]:
        result = self.sync("tally")
        assert (result.refused, result.forced_calls) == ([], result.calls)
        *_, row = [row for batch in self.landing.read("crm", "tally") for row in batch.to_pylist()]
        found: dict[str, Any] = json.loads(row["payload"])
        return found

    def lose(self, *places: int) -> None:
        """Make the warehouse take some deals for deleted."""
        state = self.landing.state("crm", "deal")
        state[""]["rows"] -= len(places)
        with self.landing.writer("crm", "deal", extracted_at=self.now) as writer:
            for place in places:
                writer.add(Row(self.made[place], "{}", is_deleted=True))
            writer.commit(state)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    opened = Portal(tmp_path)
    yield opened
    opened.sandbox.stop()


def calls(portal: Portal) -> int:
    return sum(portal.sandbox.calls.values())


def test_the_same_count_costs_one_call(portal: Portal) -> None:
    before = calls(portal)
    tally = portal.tally()
    assert (tally["vendor_count"], tally["held_count"], tally["is_different"]) == (100, 100, False)
    assert calls(portal) == before + 1


@pytest.mark.parametrize("place", [0, 1, 57, 98])
def test_a_record_that_is_missing_is_found_by_when_it_was_created(
    portal: Portal, place: int
) -> None:
    portal.lose(place)
    before = calls(portal)
    tally = portal.tally()
    # the newest deal is the next night's to count
    assert (tally["vendor_count"], tally["held_count"], tally["is_different"]) == (99, 98, True)
    since, until = (datetime.fromisoformat(tally[f"differs_{end}"]) for end in ("from", "until"))
    assert since <= START + timedelta(days=place) < until
    assert until - since <= timedelta(hours=1)
    assert calls(portal) - before < 20


def test_a_record_too_many_is_found_too(portal: Portal) -> None:
    portal.vendor.delete(portal.made[40])
    tally = portal.tally()
    assert (tally["vendor_count"], tally["held_count"]) == (98, 99)
    assert tally["differs_from"] <= (START + timedelta(days=40)).isoformat()
    assert (START + timedelta(days=40)).isoformat() < tally["differs_until"]


def test_what_was_made_since_the_deals_were_read_is_no_difference(portal: Portal) -> None:
    portal.now += timedelta(hours=3)
    portal.vendor.create(2)
    tally = portal.tally()
    assert not tally["is_different"]
    assert tally["vendor_count"] == tally["held_count"]


def test_deals_that_were_not_read_to_their_end_are_not_counted(portal: Portal) -> None:
    state = portal.landing.state("crm", "deal")
    state[""]["walk"] = {}
    with portal.landing.writer("crm", "deal", extracted_at=portal.now) as writer:
        writer.commit(state)
    assert portal.sync("tally").rows == 0
