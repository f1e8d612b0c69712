"""Source stages that the stage map does not know, as YAML that can be pasted."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import yaml

from orchestration.home import Home
from publishing.publish import current

_UNMAPPED = """
select
    cycles.source,
    coalesce(cycles.pipeline, '') as pipeline,
    visits.source_stage,
    count(distinct visits.cycle_id) as cycles
from marts.fct_stage_visits as visits
join marts.fct_sales_cycles as cycles on cycles.cycle_id = visits.cycle_id
where visits.stage = 'unmapped' and visits.source_stage is not null
group by all
order by cycles.source, pipeline, cycles desc, visits.source_stage
"""


@dataclass(frozen=True)
class UnmappedStage:
    """A stage of a source's pipeline ('' where it has none) and how many cycles were in it."""

    source: str
    pipeline: str
    stage: str
    cycles: int


def unmapped_stages(home: Home) -> list[UnmappedStage]:
    """From the warehouse, or the published file while a run holds that; [] before any build."""
    version = current(home.root)
    places = [home.warehouse, *([version / "salescycle.duckdb"] if version else [])]
    for place in places:
        if not place.exists():
            continue
        try:
            return _read(place)
        except (duckdb.IOException, duckdb.CatalogException):
            # Another run is writing it, or it is not built yet: the next place may know.
            continue
    return []


def _read(database: Path) -> list[UnmappedStage]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [UnmappedStage(*row) for row in connection.execute(_UNMAPPED).fetchall()]


def as_yaml(stages: Iterable[UnmappedStage]) -> str:
    """`stages:` of each source, a placeholder after every name and the deals as a comment."""
    lines: list[str] = []
    for source, of_source in groupby(stages, key=lambda stage: stage.source):
        lines += [f"  - name: {source}", "    stages:"]
        for pipeline, of_pipeline in groupby(of_source, key=lambda stage: stage.pipeline):
            indent = "      "
            if pipeline:
                lines.append(f"{indent}{_scalar(pipeline)}:")
                indent += "  "
            lines += [
                f"{indent}{_scalar(stage.stage)}: STAGE   # {stage.cycles:,} deals"
                for stage in of_pipeline
            ]
    lines.append("")
    lines.append("# STAGE: prospecting, outreach, qualification, demo, objections, closing,")
    lines.append("# referral, won, lost or disqualified")
    return "\n".join(lines)


def _scalar(text: str) -> str:
    """A text as a YAML key, quoted where it needs to be."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).splitlines()[0]
