"""Killed syncs of APIs lose nothing, double nothing, and end with what the vendors hold."""

import os
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import api_nights
import api_truth
import harness
import landed_state
import pytest

from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.company import Company
from sandbox.company.clock import end_of

SEEDS = [int(seed) for seed in os.environ.get("SALESCYCLE_KILL_SEEDS", "1 2").split()]
SYNC_KILLS = (12, 8, 8)
"""Per night; the first is the longest."""
LOAD_KILLS = 3
TOKEN = "sandbox-token-of-the-kills"
PRELOADED = ["api_nights"]


class World:
    """A company behind both APIs, and what happens to it beside its own days."""

    def __init__(self, seed: int) -> None:
        self.day = 0
        self.company = Company(seed, scale=0.04, day=0)
        self.hubspot = HubSpot(self.company, self.now)
        self.calendly = Calendly(self.company, self.now)
        self.deals = list(self.hubspot.create(300))
        self.meetings = list(self.calendly.create(60))
        # those that are over: a mark that nobody came does not touch the meeting
        self.past = list(self.calendly.create(20, self.now() - timedelta(days=1)))
        self.sandbox = Sandbox([self.hubspot, self.calendly], token=TOKEN, now=self.now)

    def now(self) -> Any:
        return end_of(self.day)

    def next_day(self) -> None:
        self.day += 1
        self.company.advance(self.day)

    def settings(self) -> dict[str, dict[str, Any]]:
        return {
            name: {"token": TOKEN, "base_url": self.sandbox.url(name)}
            for name in self.sandbox.vendors
        }

    def work(self, home: Path) -> dict[str, Any]:
        return {"home": str(home), "apis": self.settings(), "now": self.now().isoformat()}

    def happen(self, dice: random.Random) -> None:
        """A few records are made, changed, merged, deleted; somebody does not come."""
        self.deals += self.hubspot.create(dice.randrange(1, 8))
        self.meetings += self.calendly.create(dice.randrange(1, 4))
        for _ in range(dice.randrange(1, 6)):
            self.hubspot.change(dice.choice(self.deals))
            self.calendly.change(dice.choice(self.meetings))
        for _ in range(dice.randrange(1, 3)):
            self.hubspot.delete(self._taken(self.deals, dice))
            self.hubspot.merge(self._taken(self.deals, dice), dice.choice(self.deals))
            self.calendly.delete(self._taken(self.meetings, dice))
        self.calendly.miss(dice.choice(self.past))

    def has_event(self, uri: str) -> bool:
        return uri in {key for key, _ in api_truth.events(self.calendly)}

    def differences(self, home: Path) -> list[str]:
        vendors = (self.hubspot, self.calendly)
        return [told for vendor in vendors for told in api_truth.differences(home, vendor)]

    @staticmethod
    def _taken(records: list[str], dice: random.Random) -> str:
        return records.pop(dice.randrange(len(records)))


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_nights_of_apis_end_with_what_the_vendors_hold(tmp_path: Path, seed: int) -> None:
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    world, kills, load_kills = World(seed), list[harness.Outcome](), list[harness.Outcome]()
    with harness.ForkServer(preload=PRELOADED) as server, world.sandbox:

        def run(home: Path) -> None:
            server.run(api_nights.sync_all, world.work(home))
            server.run(api_nights.load_all, {"home": str(home)})

        for night, in_a_row in enumerate(SYNC_KILLS):
            is_busy = night != 1
            if night:
                world.next_day()
                world.happen(random.Random(1000 * seed + night))
            measured = server.run(api_nights.sync_all, world.work(calm))

            def between(dice: random.Random, *, is_busy: bool = is_busy) -> None:
                landed_state.check(killed, is_over=False, has_event=world.has_event)
                if is_busy and dice.random() < 0.5:
                    world.happen(dice)

            kills += harness.run_until_killed(
                server,
                api_nights.sync_all,
                world.work(killed),
                seed=100 * seed + night,
                kills=in_a_row,
                measured=measured,
                after_each=between,
            )
            landed_state.check(killed, is_over=True, has_event=world.has_event)
            measured = server.run(api_nights.load_all, {"home": str(calm)})
            load_kills += harness.run_until_killed(
                server,
                api_nights.load_all,
                {"home": str(killed)},
                seed=200 * seed + night,
                kills=LOAD_KILLS,
                measured=measured,
            )
            if is_busy:
                # what changed while a walk was under way is the next run's
                run(killed)
                landed_state.check(killed, is_over=True, has_event=world.has_event)
            assert not world.differences(killed)
        run(calm)
        assert not world.differences(calm)
    assert not list(killed.glob("landing/*/*/.landing-*"))
    assert len(kills) == sum(SYNC_KILLS)
    assert len(load_kills) == LOAD_KILLS * len(SYNC_KILLS)
    hits = Counter(kill.last_phase for kill in kills)
    assert len(hits) >= 5, hits


def test_the_comparison_sees_what_is_lost_and_what_is_not_gone(tmp_path: Path) -> None:
    world = World(3)
    with harness.ForkServer(preload=PRELOADED) as server, world.sandbox:
        server.run(api_nights.sync_all, world.work(tmp_path))
        server.run(api_nights.load_all, {"home": str(tmp_path)})
    assert not world.differences(tmp_path)
    kept = world.deals[0]
    world.hubspot.delete(world.deals[1])
    world.hubspot.change(kept)
    (late,) = world.hubspot.create(1)
    world.calendly.miss(world.past[0])
    told = world.differences(tmp_path)
    assert f"deal {late} is missing" in told
    assert f"deal {world.deals[1]} is gone and shown" in told
    assert any(line.startswith(f"deal {kept}: ") for line in told)
    assert any(line.startswith(f"invitee {world.past[0]}") for line in told)
