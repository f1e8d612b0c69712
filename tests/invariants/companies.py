"""Random small companies of one run, as folders of sheets and the configuration that reads them.

What belongs here: what the companies of a seed share. Their rows are in `company_rows`, what must
hold of the marts in `checks_of_facts` and `checks_of_aggregates`.
"""

import csv
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tests.invariants.company_rows import STAGES, Company, Row

REPORTING_ZONES = ["America/Santiago", "Asia/Kolkata", "Pacific/Auckland", "Europe/Lisbon", "UTC"]
SHEET_ZONE = "America/New_York"
COMPANIES = 10


@dataclass
class World:
    """Companies of one run: their zone, what now is, and their rows by source and entity."""

    zone: str
    as_of: str
    now: datetime
    week_start: str
    fiscal_year_start: int
    rows: dict[str, dict[str, list[Row]]] = field(default_factory=dict)


def world(seed: int) -> World:
    """The companies of a seed: the same seed gives the same rows."""
    chance = random.Random(seed)
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(500))
    now = datetime(day.year, day.month, day.day, chance.randrange(24), 17, tzinfo=UTC)
    made = World(
        chance.choice(REPORTING_ZONES),
        chance.choice([day.isoformat(), now.isoformat()]),
        now,
        chance.choice(["monday", "sunday"]),
        chance.choice([1, 2, 7]),
    )
    for number in range(COMPANIES):
        name = f"c{number:02d}"
        made.rows[name] = {
            entity: rows for entity, rows in Company(name, chance, now).rows() if rows
        }
    made.rows["company"] = {"exchange_rate": _rates(chance, day)}
    return made


def write(made: World, folder: Path) -> Path:
    """The sheets, `<company>/<entity>.csv`, and the salescycle.yml that reads them."""
    for name, tables in made.rows.items():
        (folder / name).mkdir()
        for entity, rows in tables.items():
            plural = "exchange_rates" if name == "company" else entity
            header = list(dict.fromkeys(key for row in rows for key in row))
            with (folder / name / f"{plural}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, header, restval="")
                writer.writeheader()
                writer.writerows(rows)
    path = folder / "salescycle.yml"
    path.write_text(yaml.safe_dump(_configuration(made), sort_keys=False), encoding="utf-8")
    return path


def _configuration(made: World) -> dict[str, Any]:
    return {
        "company": {
            "reporting_timezone": made.zone,
            "reporting_currency": "EUR",
            "week_start": made.week_start,
            "fiscal_year_start": made.fiscal_year_start,
        },
        "as_of": made.as_of,
        "sources": [
            {
                "name": name,
                "type": "spreadsheet",
                "stages": STAGES,
                "pipelines": {"Renewals": "renewal", "Old": "ignore"},
                "exclude": [{"deal_name": "TEST*"}],
                "fields": {"deal": {"region": {"type": "text", "segment": True}}},
                "tables": [
                    {"path": f"{name}/{entity}.csv", "entity": entity, "timezone": SHEET_ZONE}
                    for entity in tables
                ],
            }
            for name, tables in made.rows.items()
            if name != "company"
        ],
    }


def _rates(chance: random.Random, last: date) -> list[Row]:
    """Rates with gaps longer than they may be used for."""
    days = [last - timedelta(days=number) for number in range(-20, 500)]
    return [
        {"currency": currency, "date": day.isoformat(), "rate": f"{base + chance.random():.4f}"}
        for currency, base in (("USD", 0.5), ("SEK", 0.05))
        for day in days
        if chance.random() < 0.06
    ]
