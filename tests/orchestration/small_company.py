"""A company of three leads and three deals, small enough to run whole nights of."""

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CONFIG = """\
company: {reporting_timezone: Europe/Copenhagen, reporting_currency: EUR}
as_of: 2026-03-31
sources:
  - name: crm
    type: spreadsheet
    tables:
      - {path: leads.csv, entity: lead}
      - {path: deals.csv, entity: deal}
    stages: {Pitch: demo}
  - name: phones
    type: spreadsheet
    tables:
      - {path: calls.csv, entity: activity}
"""
LEADS = [
    ("lead_id", "created_at", "name", "email", "lead_source"),
    ("L1", "2026-01-05", "Ada Lovelace", "ada@example.org", "web"),
    ("L2", "2026-01-06", "Grace Hopper", "grace@example.org", "web"),
    ("L3", "2026-03-01", "Mary Shelley", "mary@example.org", "referral"),
]
DEALS = [
    ("deal_id", "name", "lead_id", "created_at", "close_date", "stage", "amount", "currency"),
    ("D1", "Engine", "L1", "2026-01-10", "2026-02-20", "won", "1000", "EUR"),
    ("D2", "Compiler", "L2", "2026-01-12", "2026-03-02", "lost", "500", "EUR"),
    ("D3", "Novel", "L3", "2026-03-05", "", "Haggling", "700", "EUR"),
]
CALLS = [
    ("activity_id", "kind", "occurred_at", "deal_id", "direction"),
    ("A1", "call", "2026-01-11T09:00:00Z", "D1", "outgoing"),
]


def write_sheet(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """A CSV file, the first row its headers."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_company(folder: Path) -> Path:
    """The folder of the company; returns its salescycle.yml."""
    folder.mkdir(parents=True)
    config = folder / "salescycle.yml"
    config.write_text(CONFIG, encoding="utf-8")
    write_sheet(folder / "leads.csv", LEADS)
    write_sheet(folder / "deals.csv", DEALS)
    write_sheet(folder / "calls.csv", CALLS)
    return config


def read_elsewhere(database: Path, sql: str) -> list[list[object]]:
    """The rows of a query run by another process, which fails if this one has the file open."""
    program = (
        "import duckdb, json, sys\n"
        "with duckdb.connect(sys.argv[1], read_only=True) as c:\n"
        "    print(json.dumps(c.execute(sys.argv[2]).fetchall(), default=str))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(database), sql],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows: list[list[object]] = json.loads(done.stdout)
    return rows
