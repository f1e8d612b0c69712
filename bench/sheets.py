"""Sheets of any size: deals with contacts and about eight stage changes each, made by DuckDB."""

from pathlib import Path

import duckdb

DAYS = 730
CONFIGURATION = """\
company: {reporting_timezone: Europe/Copenhagen, reporting_currency: EUR, default_region: DK}
as_of: 2026-06-30
sources:
  - name: crm
    type: spreadsheet
    tables:
      - path: deals_*.csv
        entity: deal
        columns: {deal_id: deal_id, name: name, created_at: created_at, contact_email: email,
                  contact_phone: phone, pipeline: pipeline, amount: amount, currency: currency,
                  owner: owner, product: product, lead_source: lead_source}
      - path: events_*.csv
        entity: stage_event
        columns: {deal_id: deal_id, stage: stage, entered_at: entered_at}
    stages: {Lead: prospecting, Contacted: outreach, Qualified: qualification, Demo: demo,
             Proposal: objections, Contract: closing, Won: won, Lost: lost}
"""
_STAGES = "['Lead', 'Contacted', 'Qualified', 'Demo', 'Proposal', 'Contract', 'Won', 'Lost']"


def write(folder: Path, cycles: int) -> None:
    """A company of so many cycles, about eight visits each: salescycle.yml and its first sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "salescycle.yml").write_text(CONFIGURATION, encoding="utf-8")
    _copy(folder, "0", f"range({cycles})", "0")


def write_changes(folder: Path, cycles: int, share: float, night: int) -> None:
    """One night's sheets, in which that share of the cycles moved once more."""
    step = round(1 / share)
    _copy(folder, str(night), f"range(0, {cycles}, {step})", f"{night}")


def _copy(folder: Path, name: str, numbers: str, night: str) -> None:
    with duckdb.connect() as database:
        database.execute(f"create table deal as select range as n from {numbers}")
        database.execute(
            f"""copy (
                select 'D' || n as deal_id, 'Deal ' || n as name,
                    timestamp '2024-07-01' + to_minutes(cast(hash(n) % {DAYS - 60} as bigint) * 1440
                        + cast(hash(n + 7) % 1440 as bigint)) as created_at,
                    'buyer' || n || '@company' || (n % 9000) || '.example.com' as email,
                    '+45 ' || (20000000 + n) as phone,
                    case when n % 20 = 0 then 'Renewals' else 'Sales' end as pipeline,
                    100 + hash(n) % 20000 + {night} as amount, 'EUR' as currency,
                    'Rep ' || (hash(n) % 60) as owner, 'Product ' || (hash(n) % 12) as product,
                    'Source ' || (hash(n) % 9) as lead_source
                from deal
            ) to '{folder}/deals_{name}.csv' (header)"""
        )
        moves = "range(8)" if night == "0" else f"[7 + {night}]"
        database.execute(
            f"""copy (
                select 'D' || n as deal_id,
                    {_STAGES}[case
                        when move = 0 then 1
                        when move >= 7 then 7 + cast(hash(n + {night}) % 2 as int)
                        else 1 + cast(hash(n * 8 + move) % 6 as int) end] as stage,
                    timestamp '2024-07-01' + to_minutes(cast(hash(n) % {DAYS - 60} as bigint) * 1440
                        + cast(hash(n + 7) % 1440 as bigint)
                        + move * (600 + cast(hash(n + move) % 7000 as bigint)))
                        as entered_at
                from deal, unnest({moves}) as moves(move)
            ) to '{folder}/events_{name}.csv' (header)"""
        )
