"""From landed payloads of a CRM and a calendar to the marts; every expected row is worked by hand.

The nights are in `crm_nights`: what each deal is there for stands beside its expectation here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from crm_nights import NIGHTS, configure
from dbt_commands import dbt, succeeded
from vendor_rows import land
from warehouses import copy_inputs, differences

URL = "https://app-eu1.hubspot.com/contacts/42/record"
FIRST_NIGHT = datetime(2026, 3, 25, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> Path:
    """A home in which all nights were built, each on what the one before left."""
    folder = tmp_path_factory.mktemp("crm")
    yml = configure(folder)
    for number, rows in enumerate(NIGHTS, start=1):
        land(folder, yml, rows, night=number, now=FIRST_NIGHT + timedelta(days=number))
        command = "build" if number == len(NIGHTS) else "run"
        succeeded(dbt(folder, dbt_target, command))
    return folder


@pytest.fixture(scope="module")
def marts(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        yield warehouse


def rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return marts.execute(query).fetchall()


@pytest.mark.parametrize(
    ("deal_id", "expected"),
    [
        # comes back to a stage (a second visit), jumps over one, is won; the lead's history before
        (
            "101",
            [
                ("prospecting", "Fresh", 1, 5.0, "entry"),
                ("outreach", "Trying", 1, 14.0, "forward"),
                ("qualification", "Qualified", 1, 4.0, "forward"),
                ("demo", "Product demo", 1, 5.0, "forward"),
                ("qualification", "Qualified", 2, 2.0, "backward"),
                ("closing", "Contract", 1, 8.0, "skip"),
            ],
        ),
        # its contact is a lead: what that was before the deal; then lost, and opened again
        (
            "102",
            [
                ("prospecting", "lead", 1, 2.0, "entry"),
                ("outreach", "CONNECTED", 1, 26.0, "forward"),
                ("qualification", "Qualified", 1, 4.0, "forward"),
                ("dormant", "Verloren", 1, 3.0, None),
                ("objections", "Offer", 1, None, "reopened"),
            ],
        ),
        # the second night's history had lost its first entry
        (
            "103",
            [
                ("qualification", "Qualified", 1, 3.0, "entry"),
                ("demo", "Product demo", 1, 6.0, "forward"),
                ("objections", "Offer", 1, None, "forward"),
            ],
        ),
        # what deal 105 went through before it was merged into this one
        (
            "106",
            [
                ("qualification", "Qualified", 1, 4.0, "entry"),
                ("demo", "Product demo", 1, None, "forward"),
            ],
        ),
        # deleted, and restored a night later
        ("107", [("qualification", "Qualified", 1, None, "entry")]),
        # a stage that is gone keeps the last label that it had
        (
            "108",
            [
                ("unmapped", "Old stage", 1, 2.0, None),
                ("qualification", "Qualified", 1, None, None),
            ],
        ),
        # the record moved on after its history was read: from when it changed
        (
            "109",
            [
                ("qualification", "Qualified", 1, 14.0, "entry"),
                ("objections", "Offer", 1, None, "skip"),
            ],
        ),
    ],
)
def test_visits(
    marts: duckdb.DuckDBPyConnection, deal_id: str, expected: list[tuple[Any, ...]]
) -> None:
    found = rows(
        marts,
        f"""select visits.stage, visits.source_stage, visits.visit_number, visits.duration_days,
            visits.movement
        from marts.fct_stage_visits as visits
        inner join marts.fct_sales_cycles as cycles on cycles.cycle_id = visits.cycle_id
        where cycles.deal_id = '{deal_id}' order by visits.entered_at""",
    )
    assert found == expected


def test_cycles(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """select deal_id, lead_id, status, cast(close_date as varchar), amount, cycle_days, rep_id,
            account_id, record_url from marts.fct_sales_cycles order by deal_id, lead_id""",
    )
    assert found == [
        # closed at 23:30 UTC, the next day in Copenhagen; 10 February to 20 March are 38 days
        ("101", "201", "won", "2026-03-21", 500.0, 38.0, "R1", "702", f"{URL}/0-3/101"),
        ("102", "302", "open", None, None, None, "R1", None, f"{URL}/0-3/102"),
        ("103", None, "open", None, None, None, "R1", None, f"{URL}/0-3/103"),
        # its owner was taken off; its only association went
        ("104", None, "open", None, None, None, None, None, f"{URL}/0-3/104"),
        ("106", None, "open", None, None, None, "R1", None, f"{URL}/0-3/106"),
        ("107", None, "open", None, None, None, "R1", None, f"{URL}/0-3/107"),
        ("108", None, "open", None, None, None, "R1", None, f"{URL}/0-3/108"),
        ("109", None, "open", None, None, None, "R1", None, f"{URL}/0-3/109"),
        # a contact without a lead object; 303, who only reads the newsletter, is no lead
        (None, "304", "disqualified", "2026-03-05", None, None, None, None, f"{URL}/0-1/304"),
    ]


def test_fields_of_the_portals_own(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """select deal_id, lead_source, pipeline, product, stakeholders, first_outreach_at,
            cast(expected_close_date as varchar)
        from marts.fct_sales_cycles where deal_id in ('101', '102') order by deal_id""",
    )
    # a lead's source is seen before its deal's; a first call on a date is that day's midnight
    first_call = datetime(2026, 2, 11, 23, tzinfo=UTC)
    assert found == [
        ("101", "PAID_SEARCH", "Sales", "Licence", 2.0, first_call, None),
        ("102", None, "Sales", None, 1.0, None, "2026-04-30"),
    ]


def test_slots_of_two_calendars(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """select bookings.booking_id[-3:], bookings.source, bookings.rep_id[-2:], cycles.deal_id,
            outcome, cancelled_by, match_method, is_demo, dense_rank() over (order by chain_id = (
                select chain_id from marts.fct_bookings where booking_id like '%I1'))
        from marts.fct_bookings as bookings
        left join marts.fct_sales_cycles as cycles on cycles.cycle_id = bookings.cycle_id
        order by 1""",
    )
    assert found == [
        # moved by the invitee, and nobody came to the new time; both are one chain
        ("/I1", "cal", "R1", "101", "rescheduled", None, "email", True, 2),
        ("/I2", "cal", "R1", "101", "no_show", None, "email", True, 2),
        ("/I4", "cal", "U9", None, "cancelled", "host", None, True, 1),
        # invitee I3 and this meeting are one slot: the CRM knows that it was held
        ("903", "crm", "R1", "101", "held", None, "contact", True, 1),
    ]


def test_one_rep_of_three_systems(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """select rep_id[-2:], source, team, is_active, memberships from marts.dim_rep
        order by source""",
    )
    assert found == [
        ("U9", "cal", None, True, 1),  # a host who is no member any more
        ("R1", "company", "North", True, 1),
        ("02", "crm", "South", False, 1),  # archived, and in no roster
    ]
    quota = rows(
        marts,
        """select owner, period_key, quota, actual from marts.quota_attainment
        where quota is not null""",
    )
    assert quota == [("R1", "2026-03", 1000.0, 500.0)]


def test_what_is_tied_to_a_deal_multiplies_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    of_deal = "cycle_id in (select cycle_id from marts.fct_sales_cycles where deal_id = '101')"
    accounts = rows(
        marts,
        f"""select account_id, is_primary from marts.bridge_cycle_accounts where {of_deal}
        order by account_id""",
    )
    assert accounts == [("701", False), ("702", True)]
    people = rows(marts, f"select is_primary from marts.bridge_cycle_people where {of_deal}")
    assert sorted(people) == [(False,), (True,)]
    won = rows(marts, "select sum(amount) from marts.fct_sales_cycles where status = 'won'")
    assert won == [(500.0,)]
    merged = rows(
        marts,
        """select cycles.deal_id from marts.bridge_cycle_ids as ids
        inner join marts.fct_sales_cycles as cycles on cycles.cycle_id = ids.cycle_id
        where ids.record_id = '105'""",
    )
    assert merged == [("106",)]


def test_activities(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        """select activity_id, kind, direction, deal_id, match_method
        from marts.fct_activities left join marts.fct_sales_cycles using (cycle_id)
        order by activity_id""",
    )
    assert found == [
        ("901", "call", "outgoing", "101", "contact"),
        ("902", "note", None, None, None),
        ("903", "meeting", None, "101", "contact"),
    ]


def test_problems(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts, 'select kind, source, "count", example_id[-3:] from marts.data_problems order by 1'
    )
    assert found == [
        ("payload_error", "crm", 1, "902"),
        ("unmapped_stage", "crm", 1, "108"),
        ("unmatched_booking", "cal", 1, "/I4"),
    ]


def test_nights_one_by_one_equal_all_at_once(home: Path, tmp_path: Path, dbt_target: Path) -> None:
    copy_inputs(home, tmp_path)
    succeeded(dbt(tmp_path, dbt_target, "run"))
    assert differences(home, tmp_path) == {}
