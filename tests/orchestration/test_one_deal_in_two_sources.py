"""Two CRMs that hold the same leads and deals, tied by an external id: everything counts once."""

from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from tests.orchestration.small_company import write_sheet

CONFIG = """\
company: {reporting_timezone: UTC, reporting_currency: EUR}
as_of: 2026-03-31
sources:
  - name: new_crm
    type: spreadsheet
    primary: true
    tables:
      - {path: new_leads.csv, entity: lead}
      - {path: new_deals.csv, entity: deal}
      - {path: new_history.csv, entity: stage_event}
      - {path: new_calls.csv, entity: activity}
  - name: old_crm
    type: spreadsheet
    external_source: new_crm
    stages: {Pitch: demo}
    tables:
      - {path: old_leads.csv, entity: lead}
      - {path: old_deals.csv, entity: deal}
      - {path: old_history.csv, entity: stage_event}
      - {path: old_calls.csv, entity: activity}
"""
LEAD = ("lead_id", "created_at", "email", "deal_id", "external_id")
DEAL = ("deal_id", "name", "lead_id", "created_at", "stage", "amount", "currency", "external_id")
EVENT = ("deal_id", "stage", "entered_at")
CALL = ("activity_id", "kind", "occurred_at", "deal_id", "lead_id")
SHEETS = {
    "new_leads.csv": [LEAD, ("1", "2026-01-05T08:00:00Z", "ada@example.org", "", "")],
    # the old CRM alone knows which deal was made of the lead
    "old_leads.csv": [
        LEAD,
        ("L1", "2026-01-04T08:00:00Z", "ada@example.org", "D1", "1"),
        ("L2", "2026-02-01T08:00:00Z", "eve@example.org", "", ""),
    ],
    "new_deals.csv": [
        DEAL,
        ("1", "Engine", "", "2026-01-10T08:00:00Z", "closing", "1000", "EUR", ""),
        ("2", "Loom", "", "2026-01-11T08:00:00Z", "demo", "200", "EUR", ""),
    ],
    "old_deals.csv": [
        DEAL,
        ("D1", "Engine (old)", "L1", "2026-01-09T08:00:00Z", "Pitch", "900", "EUR", "1"),
        ("2", "No loom", "", "2026-01-12T08:00:00Z", "Pitch", "50", "EUR", ""),
    ],
    "new_history.csv": [
        EVENT,
        ("1", "demo", "2026-01-10T08:00:00Z"),
        ("1", "closing", "2026-01-20T08:00:00Z"),
    ],
    "old_history.csv": [EVENT, ("D1", "Pitch", "2026-01-15T08:00:00Z")],
    "new_calls.csv": [CALL, ("C1", "call", "2026-01-21T09:00:00Z", "1", "")],
    "old_calls.csv": [
        CALL,
        ("T1", "call", "2026-01-21T09:00:00Z", "D1", ""),
        ("T2", "call", "2026-01-22T09:00:00Z", "D1", ""),
        ("T3", "call", "2026-01-23T09:00:00Z", "", "L1"),
    ],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    (folder / "salescycle.yml").write_text(CONFIG, encoding="utf-8")
    for name, rows in SHEETS.items():
        write_sheet(folder / name, rows)
    words = ["--config", str(folder / "salescycle.yml"), "--home", str(folder / "home"), "--quiet"]
    assert main(["run", *words]) == 0
    return folder / "home" / "published" / "salescycle.duckdb"


def rows(published: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(sql).fetchall()


def test_a_deal_of_both_is_one_cycle_as_the_primary_says_it(published: Path) -> None:
    assert rows(
        published,
        "select source, deal_id, lead_id, record_name, current_stage, amount, touches,"
        " cast(started_at as varchar) from marts.fct_sales_cycles order by 1, 2 nulls last, 3",
    ) == [
        ("new_crm", "1", "1", "Engine", "closing", 1000.0, 3, "2026-01-05 08:00:00+00"),
        ("new_crm", "2", None, "Loom", "demo", 200.0, 0, "2026-01-11 08:00:00+00"),
        # the same id by chance, and a lead that only the old CRM has
        ("old_crm", "2", None, "No loom", "demo", 50.0, 0, "2026-01-12 08:00:00+00"),
        ("old_crm", None, "L2", None, "prospecting", None, 0, "2026-02-01 08:00:00+00"),
    ]


def test_its_stages_are_those_of_the_primary(published: Path) -> None:
    assert rows(
        published,
        "select stage, cast(entered_at as varchar) from marts.fct_stage_visits"
        " join marts.fct_sales_cycles using (cycle_id) where record_name = 'Engine' order by 2",
    ) == [
        ("prospecting", "2026-01-05 08:00:00+00"),
        ("demo", "2026-01-10 08:00:00+00"),
        ("closing", "2026-01-20 08:00:00+00"),
    ]


def test_what_both_logged_was_done_once(published: Path) -> None:
    assert rows(
        published,
        "select activity_id, record_name from marts.fct_activities"
        " left join marts.fct_sales_cycles using (cycle_id) order by 1",
    ) == [("C1", "Engine"), ("T2", "Engine"), ("T3", "Engine")]


def test_both_ids_lead_to_the_cycle(published: Path) -> None:
    assert rows(
        published,
        "select bridge.source, record_type, record_id from marts.bridge_cycle_ids as bridge"
        " join marts.fct_sales_cycles using (cycle_id) where record_name = 'Engine' order by all",
    ) == [
        ("new_crm", "deal", "1"),
        ("new_crm", "lead", "1"),
        ("old_crm", "deal", "D1"),
        ("old_crm", "lead", "L1"),
    ]
    assert rows(published, "select kind from marts.data_problems where count > 0") == []
