"""After any night the incremental build is what a full refresh of the same raw rows would be."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbt_commands import dbt, succeeded
from night_configuration import configure
from random_nights import Change, RandomCompany
from warehouses import copy_inputs, differences, land

FIRST_NIGHT = datetime(2026, 1, 25, 2, tzinfo=UTC)
COMPARED = (3, 5)


@pytest.mark.parametrize("seed", [1])
def test_incremental_equals_full(tmp_path: Path, dbt_target: Path, seed: int) -> None:
    home = tmp_path / "home"
    home.mkdir()
    random_company = RandomCompany(random.Random(seed))
    nights: list[list[Change]] = [
        random_company.first_night(),
        random_company.night(),
        [],  # nothing came, but a day passed
        random_company.night(),
        random_company.night(),
    ]
    compared = 0
    for night, changes in enumerate(nights, start=1):
        now = FIRST_NIGHT + timedelta(days=4 * night)
        yml = configure(tmp_path, now, parking_is_mapped=night >= 4)
        land(home, yml, changes, night=night, now=now)
        succeeded(dbt(home, dbt_target, "run"))
        if night not in COMPARED:  # what a night gets wrong is still wrong in the next ones
            continue
        other = tmp_path / f"full_{night}"
        other.mkdir()
        copy_inputs(home, other)
        succeeded(dbt(other, dbt_target, "run"))
        assert differences(home, other) == {}, f"night {night} of seed {seed}"
        compared += 1
    assert compared == len(COMPARED)
    # the comparison sees a difference where there is one
    assert differences(home, tmp_path / "full_3") != {}
