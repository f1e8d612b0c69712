"""Every blocking check is quiet on a sound warehouse and speaks on one with the fault it is for."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from dbt_commands import dbt, succeeded
from night_configuration import configure
from random_nights import RandomCompany
from warehouses import land

# What is broken: the tests that must notice, by the beginning of their names.
FAULTS = {
    """update marts.fct_stage_visits set exited_at = exited_at - interval 1 hour
    where visit_id in (select min(visit_id) from marts.fct_stage_visits
        inner join marts.fct_sales_cycles using (cycle_id)
        where exited_at > entered_at + interval 2 hours
            and started_at is not null and not fct_sales_cycles.is_time_inconsistent)""": [
        "visits_tile_the_cycle"
    ],
    "update marts.fct_stage_visits set is_current = false": ["current_visit_is_the_last"],
    """insert into marts.fct_stage_visits by name
    select * replace ('referral' as stage, 'planted' as visit_id, 99 as visit_number)
    from marts.fct_stage_visits
    where cycle_id in (select cycle_id from marts.fct_sales_cycles where status = 'open')
    order by visit_id limit 1""": ["stage_seven_lies_after_the_win"],
    """insert into marts.fct_sales_cycles select * from marts.fct_sales_cycles
    where amount > 0 order by cycle_id limit 1""": [
        "no_join_multiplies_cycles",
        "unique_combination_fct_sales_cycles_cycle_id",
    ],
    """delete from marts.fct_sales_cycles where deal_id in (
        select min(deal_id) from marts.fct_sales_cycles where started_at < '2026-01-20')""": [
        "every_begun_cycle_is_there"
    ],
    """update marts.funnel_conversion set reached = reached + 1
    where step_number = 2 and segment = 'rep'""": [
        "funnel_steps_reconcile",
        "sums_to_all_funnel_conversion",
    ],
    """update marts.funnel_conversion set reached = reached + 100
    where step_number = 1 and segment = 'all' and period_type = 'all'""": [
        "funnel_counts_the_cycles"
    ],
    """update marts.sales_cycle_length set lost = lost + 100
    where segment = 'all' and period_type = 'all'""": [
        "closed_cycles_are_all_in_the_lengths",
        "sums_to_all_sales_cycle_length",
    ],
    """update marts.stage_durations set open_now = open_now + 1
    where segment = 'all' and period_type = 'all'""": ["visits_are_all_in_the_durations"],
    "update marts.dim_rep set memberships = -1": ["non_negative_dim_rep"],
    "update marts.data_problems set share = 2 where kind <> 'bad_cell'": ["is_share_data_problems"],
    "update marts.contact_quality set is_valid = null": ["never_null_contact_quality"],
}


def test_checks_pass_on_a_sound_warehouse_and_fail_on_a_broken_one(
    tmp_path: Path, dbt_target: Path
) -> None:
    now = datetime(2026, 2, 1, 2, tzinfo=UTC)
    changes = RandomCompany(random.Random(7)).first_night()
    land(tmp_path, configure(tmp_path, now), changes, night=1, now=now)
    succeeded(dbt(tmp_path, dbt_target, "build", "--exclude-resource-type", "unit_test"))

    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as warehouse:
        for fault in FAULTS:
            changed = warehouse.execute(fault).fetchone()
            assert changed is not None
            assert changed[0] > 0, f"the warehouse has nothing to break: {fault}"
    target = tmp_path / "target"
    assert dbt(tmp_path, target, "test", "--exclude-resource-type", "unit_test").returncode == 1

    results = json.loads((target / "run_results.json").read_text())["results"]
    failed = {result["unique_id"].split(".")[2] for result in results if result["status"] == "fail"}
    silent = {
        expected
        for names in FAULTS.values()
        for expected in names
        if not any(name.startswith(expected) for name in failed)
    }
    assert silent == set()
