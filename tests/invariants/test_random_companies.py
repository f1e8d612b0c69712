"""The rules of the model on random small companies: each seed is ten of them, loaded in one run.

SALESCYCLE_SEEDS names other seeds, such as "3 4 5". Nothing here shrinks what it finds, for every
attempt costs a run; a violation names its company and record instead.
"""

import os
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import fmean, median, quantiles

import duckdb
import pytest

from orchestration.cli import main
from tests.invariants import checks_of_aggregates, checks_of_facts
from tests.invariants.companies import world, write
from tests.invariants.given_rows import opened

SEEDS = [int(seed) for seed in os.environ.get("SALESCYCLE_SEEDS", "1 2").split()]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_holds(seed: int, tmp_path: Path) -> None:
    made = world(seed)
    config, home = write(made, tmp_path), tmp_path / "home"
    code = main(["run", "--config", str(config), "--home", str(home), "--quiet"])
    assert code == 0, f"the run ended with {code}"
    with opened(home / "published" / "salescycle.duckdb", made) as marts:
        assert _count(marts, "marts.fct_sales_cycles") > 50
        found = [
            f"{rule}: {len(rows)} rows, such as {rows[0]}"
            for rule, query in [*checks_of_facts.CHECKS.items(), *checks_of_aggregates.checks()]
            if (rows := marts.execute(query).fetchall())
        ]
        found += _durations(marts)
        _nobody_referred_himself(marts)
    assert not found, f"seed {seed} in {made.zone} as of {made.as_of}\n" + "\n".join(found)


def _count(marts: duckdb.DuckDBPyConnection, table: str) -> int:
    row = marts.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _durations(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """Mean, median and percentiles of finished visits per rep and stage, by Python's own."""
    groups = defaultdict(list)
    for rep, stage, days in marts.execute(
        f"""select coalesce(visits.rep_id, '(unassigned)'), visits.stage, visits.duration_days
            from marts.fct_stage_visits as visits join marts.fct_sales_cycles using (cycle_id)
            where duration_days is not null and {checks_of_aggregates.COUNTED}"""
    ).fetchall():
        groups["rep", rep, stage].append(days)
        groups["all", "all", stage].append(days)
    assert any(len(days) > 5 for days in groups.values()), "too few visits to judge percentiles"
    ours = {
        tuple(row[:3]): row[3:]
        for row in marts.execute(
            """select segment, segment_value, stage, mean_days, median_days, p75_days, p90_days
                from marts.stage_durations where period_type = 'all'
                and segment in ('rep', 'all') and mean_days is not null"""
        ).fetchall()
    }
    wanted = {key: _figures(days) for key, days in groups.items()}
    return [
        f"durations of {key}: {ours.get(key)} instead of {figures}"
        for key, figures in wanted.items()
        if key not in ours or ours[key] != pytest.approx(figures)
    ] + [f"durations of {key} are of no visit" for key in ours.keys() - wanted.keys()]


def _figures(days: list[float]) -> tuple[float, float, float, float]:
    if len(days) == 1:
        return days[0], days[0], days[0], days[0]
    upper = quantiles(days, n=4, method="inclusive")[2]
    return fmean(days), median(days), upper, quantiles(days, n=10, method="inclusive")[8]


def _nobody_referred_himself(marts: duckdb.DuckDBPyConnection) -> None:
    """Credited referrals, as arrows from referrer to referred, never lead back to their start."""
    arrows = marts.execute(
        """select referred_person_id, referrer_person_id from marts.fct_referrals
            where is_credited and referred_person_id is not null"""
    ).fetchall()
    assert arrows, "nobody was credited"
    graph = defaultdict(set)
    for referred, referrer in arrows:
        graph[referred].add(referrer)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as loop:
        pytest.fail(f"credited referrals lead back to {loop.args[1]}")
