"""A described system is asked no more than it takes to learn what is new."""

from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

import pytest

from connectors.config.models import Company
from connectors.connector import ConfiguredSource
from connectors.landing import Landing
from connectors.registry import connector_of
from sandbox.api import Sandbox
from sandbox.api.odd import Odd
from tests.rest.odd import OddSource

TOKEN = "a-key-for-counting"
PEOPLE, CHANCES, FIRMS, STAFF, WARES = 120, 5, 7, 5, 5
LISTS = {
    # pages of 2, and the answers say how many there are
    "chances": ceil(CHANCES / 2),
    # pages of 3 that overlap by one, the first one apart
    "firms": 1 + ceil((FIRMS - 3) / 2),
    "staff": ceil(STAFF / 2),
    # pages of 2: nothing says which is the last but that it is not full
    "wares": ceil(WARES / 2),
    "targets": 1,
}
"""Lists that are read whole, every night."""


@pytest.mark.parametrize("changed", [0, 1, 60])
def test_a_night_costs_what_changed_and_the_lists_that_tell_nothing(
    tmp_path: Path, changed: int
) -> None:
    now = datetime(2026, 3, 2, 3, tzinfo=UTC)
    crm = Odd(lambda: now)
    made = crm.create(PEOPLE)
    crm.chances += [{"no": f"ch-{number}"} for number in range(CHANCES)]
    crm.firms += [{"nr": number} for number in range(FIRMS)]
    crm.staff += [{"login": f"u{number}"} for number in range(STAFF)]
    crm.wares += [{"what": f"w{number}"} for number in range(WARES)]
    with Sandbox([crm], token=TOKEN, now=lambda: now) as sandbox:
        url = sandbox.url("rest")
        data = {"name": "odd", "type": "rest", "base_url": url, "token": TOKEN}
        settings = OddSource.model_validate(data)
        source = ConfiguredSource("odd", "rest", settings, tmp_path, Company())
        connector, landing = connector_of(source), Landing(tmp_path / "landing")

        def calls() -> dict[str, int]:
            done = {}
            for stream in ("people", "talks", *LISTS):
                result = connector.sync(source, stream, landing, now=now)
                assert not result.refused
                done[stream] = result.calls
                assert result.forced_calls == LISTS.get(stream, 0)
            return done

        assert calls() == {"people": ceil(PEOPLE / 50), "talks": PEOPLE, **LISTS}
        # what lies within the lag is read once more
        now += timedelta(hours=2)
        crm.change(made[0])
        calls()
        now += timedelta(hours=2)
        for person in made[:changed]:
            crm.change(person)
        # the newest of the night before is at the edge, and is shown again
        edge = 1 if changed == 0 or made[0] not in made[:changed] else 0
        pages = max(ceil((changed + edge) / 50), 1)
        assert calls() == {"people": pages, "talks": changed, **LISTS}
