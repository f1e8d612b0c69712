"""A few nights of a small company's sheets, for kills: what the sheets say and one night's work."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.config.models import Config
from connectors.landing import Landing
from connectors.loading import load
from connectors.registry import configured_sources, connector_of

DEALS = 120


def write_sheets(folder: Path, number: int) -> None:
    """The sheets as they are on night `number`: changed rows, gone rows, a new monthly file."""
    chance = random.Random(f"sheets {number}")
    stages = ("Qualified", "Demo", "Contract", "Won", "Lost")
    lines = ["deal_id,name,created_at,stage,amount,demo_on,won_on"]
    for deal in range(DEALS + 10 * number):
        if (deal * 7 + number) % 31 == 0:
            continue
        stage = stages[(deal + number * (deal % 3)) % 5]
        won = f"2026-02-{1 + deal % 28:02}" if stage == "Won" else ""
        demo = f"2026-01-{1 + (deal + number) % 28:02}" if deal % 2 else ""
        amount = "n/a" if deal % 40 == 0 else f"{chance.randint(1, 9999)}.50"
        lines.append(
            f"D{deal},Deal {deal},2026-01-05 09:{deal % 60:02}:00,{stage},{amount},{demo},{won}"
        )
    lines += ["D5,Again,2026-01-06 10:00:00,Demo,1.5,,", ",,,,Total 9,,"]
    (folder / "deals.csv").write_text("\n".join(lines) + "\n")
    leads = ["lead_id;email;created_at"]
    leads += [f"L{number}-{row};p{row}@example.com;{1 + row % 28}/1/2026" for row in range(120)]
    (folder / f"leads_{number:02}.csv").write_text("\n".join(leads) + "\n")


def configuration(folder: Path) -> Config:
    """The configuration over `write_sheets`."""
    tables = [
        {
            "path": "deals.csv",
            "entity": "deal",
            "stage_dates": {"demo": "demo_on", "won": "won_on"},
            "timezone": "Europe/Copenhagen",
        },
        {"path": "leads_*.csv", "entity": "lead"},
    ]
    sources = [{"name": "sheets", "type": "spreadsheet", "tables": tables}]
    return Config.model_validate({"path": folder / "salescycle.yml", "sources": sources})


def landing_of(home: Path) -> Landing:
    """Segments so small that every stream makes several."""
    return Landing(home / "landing", segment_bytes=2_000, batch_rows=40)


def sync_and_load(report: Callable[[str], None], *, sheets: str, home: str, number: int) -> None:
    """One night: every stream of the sheets, then the warehouse."""
    config = configuration(Path(sheets))
    landing = landing_of(Path(home))
    now = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
    sources = configured_sources(config)
    for source in sources:
        connector = connector_of(source)
        for stream in connector.streams(source):
            report(f"sync {stream}")
            connector.sync(source, stream, landing, now=now)
    report("load")
    load(
        Path(home) / "warehouse.duckdb",
        landing,
        connectors={source.name: source.type for source in sources},
        progress=lambda table, _: report(f"load {table}"),
    )
    report("done")
