"""Every flaw of real data that the company is there to have, it has."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from sandbox.company import Company
from sandbox.company.records import Deal, Lead
from sandbox.company.roster import ROSTER
from sandbox.truth import Books, fct_bookings, fct_referrals, fct_sales_cycles, fct_stage_visits

Row = dict[str, Any]


def leads(books: Books) -> list[Lead]:
    return [lead for cycle in books.cycles for lead in cycle.leads]


def deals(books: Books) -> list[Deal]:
    return [cycle.deal for cycle in books.cycles if cycle.deal is not None]


def stages(deal: Deal) -> list[str]:
    return [step.stage for step in deal.steps]


@cache
def rows(mart: Callable[[Books], Iterator[Row]], books: Books) -> list[Row]:
    return list(mart(books))


def visits(books: Books, **wanted: object) -> int:
    return sum(wanted.items() <= row.items() for row in rows(fct_stage_visits, books))


def cycles(books: Books, **wanted: object) -> int:
    return sum(wanted.items() <= row.items() for row in rows(fct_sales_cycles, books))


def referrals(books: Books, reason: str | None) -> int:
    return sum(row["not_credited_reason"] == reason for row in rows(fct_referrals, books))


def bookings(books: Books, outcome: str) -> int:
    return sum(row["outcome"] == outcome for row in rows(fct_bookings, books))


def emails(books: Books, kind: str) -> int:
    return sum(lead.person.email_kind == kind for lead in leads(books))


def revoked(deal: Deal) -> bool:
    return "won" in stages(deal) and stages(deal)[-1] == "lost"


def by_email_only(books: Books) -> int:
    return sum(
        bool(cycle.leads)
        and cycle.deal is not None
        and not cycle.deal.lead_link
        and not cycle.leads[0].links_deal
        for cycle in books.cycles
    )


FLAWS: dict[str, Callable[[Books], int]] = {
    "phones with blanks": lambda b: sum(" " in lead.phone_text for lead in leads(b)),
    "phones with 00": lambda b: sum(lead.phone_text.startswith("00") for lead in leads(b)),
    "phones that are words": lambda b: sum(lead.phone_text == "call me" for lead in leads(b)),
    "phones too short": lambda b: sum(0 < len(lead.phone_text) < 5 for lead in leads(b)),
    "phones too long": lambda b: sum(len(lead.phone_text) > 22 for lead in leads(b)),
    "addresses in capitals": lambda b: sum(x.email_text.strip().isupper() for x in leads(b)),
    "addresses in blanks": lambda b: sum(x.email_text != x.email_text.strip() for x in leads(b)),
    "role addresses": lambda b: emails(b, "role"),
    "disposable addresses": lambda b: emails(b, "disposable"),
    "addresses that are none": lambda b: emails(b, "invalid"),
    "missing addresses": lambda b: emails(b, "none"),
    "people entered twice": lambda b: sum(len(a.leads) > 1 for a in b.company.attempts),
    "leads absorbed by a deal": lambda b: sum(len(cycle.leads) > 1 for cycle in b.cycles),
    "leads without a deal": lambda b: sum(cycle.deal is None for cycle in b.cycles),
    "deals without a lead": lambda b: sum(not cycle.leads for cycle in b.cycles),
    "lead and deal linked by e-mail only": by_email_only,
    "deals long after the lead": lambda b: sum(c.attempt.kind == "return" for c in b.cycles),
    "re-entered stages": lambda b: visits(b, stage="demo", visit_number=2),
    "skipped stages": lambda b: visits(b, movement="skip"),
    "steps back": lambda b: visits(b, movement="backward"),
    "reopened": lambda b: visits(b, movement="reopened"),
    "dormant": lambda b: visits(b, stage="dormant"),
    "unmapped stage": lambda b: visits(b, stage="unmapped"),
    "unknown start": lambda b: visits(b, stage="unknown"),
    "stays of no length": lambda b: visits(b, duration_days=0.0),
    "known to the day only": lambda b: visits(b, entered_precision="date"),
    "asked for a reference": lambda b: visits(b, stage="referral"),
    "won revoked": lambda b: sum(map(revoked, deals(b))),
    "lost, reopened, won": lambda b: sum(
        "lost" in stages(d) and stages(d)[-1] == "won" for d in deals(b)
    ),
    "won, then invoiced": lambda b: sum(
        any(step.source_stage == "Invoiced" for step in d.steps) for d in deals(b)
    ),
    "repeated rows of history": lambda b: sum(len(deal.echoes) for deal in deals(b)),
    "moves told apart by sequence": lambda b: sum(
        s.sequence != "" for d in deals(b) for s in d.steps
    ),
    "logged a second late": lambda b: sum(
        d.steps[0].logged_at == d.created.at + timedelta(seconds=1) for d in deals(b) if d.steps
    ),
    "owner changes": lambda b: sum(len(deal.owners) > 1 for deal in deals(b)),
    "missing owners": lambda b: cycles(b, rep_id=None),
    "an owner nobody lists": lambda b: cycles(b, rep_id="Interim desk"),
    "missing amounts": lambda b: cycles(b, status="won", amount=None),
    "missing rates": lambda b: sum(
        row["amount"] is not None and row["amount_reporting"] is None
        for row in rows(fct_sales_cycles, b)
    ),
    "kroner": lambda b: cycles(b, currency="DKK"),
    "dollars": lambda b: cycles(b, currency="USD"),
    "euros": lambda b: cycles(b, currency="EUR"),
    "test deals": lambda b: sum(deal.name.startswith("TEST") for deal in deals(b)),
    "our own leads": lambda b: sum(lead.is_excluded for lead in leads(b)),
    "renewals": lambda b: cycles(b, pipeline_role="renewal"),
    "close dates before creation": lambda b: cycles(b, is_time_inconsistent=True),
    "close dates moved": lambda b: sum(
        row["close_date"] is not None and row["close_date"] != c.closed.day
        for row, c in zip(rows(fct_sales_cycles, b), b.cycles, strict=True)
        if c.closed is not None
    ),
    "deal lines": lambda b: sum(len(deal.lines) > 1 for deal in deals(b)),
    "product typos": lambda b: sum(deal.product_text == "NordFlowPro" for deal in deals(b)),
    "deals without an account": lambda b: sum(deal.account is None for deal in deals(b)),
    "unknown industries": lambda b: sum(a.industry is None for a in b.company.accounts),
    "unknown lead sources": lambda b: cycles(b, lead_source=None),
    "lead sources without a channel": lambda b: cycles(b, lead_source="Flyer 2019"),
    "credited referrals": lambda b: referrals(b, None),
    "self-referrals": lambda b: referrals(b, "self"),
    "referrals by nobody known": lambda b: referrals(b, "unknown"),
    "loops": lambda b: referrals(b, "loop"),
    "repeat purchases": lambda b: referrals(b, "repeat_purchase"),
    "two referrers": lambda b: referrals(b, "other_referrer"),
    "chains of three": lambda b: sum((row["depth"] or 0) >= 3 for row in rows(fct_referrals, b)),
    "scheduled meetings": lambda b: bookings(b, "scheduled"),
    "held meetings": lambda b: bookings(b, "held"),
    "meetings nobody noted": lambda b: bookings(b, "held_assumed"),
    "no-shows": lambda b: bookings(b, "no_show"),
    "cancellations": lambda b: bookings(b, "cancelled"),
    "moved meetings": lambda b: bookings(b, "rescheduled"),
    "meetings moved twice": lambda b: sum(
        row["booking_id"].rsplit("-", 1)[-1] > "2" and row["chain"] != row["booking_id"]
        for row in rows(fct_bookings, b)
    ),
    "bookings by strangers": lambda b: sum(
        row["deal_id"] is row["lead_id"] is None for row in rows(fct_bookings, b)
    ),
    "reps who left": lambda b: sum(row.leaves_on is not None for row in ROSTER) - 1,
    "reps who changed team": lambda b: len(ROSTER) - len({row.rep_id for row in ROSTER}),
    "ramps": lambda b: sum(row.ramp != "" for row in ROSTER),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_the_company_has_the_flaw(books: Books, flaw: str) -> None:
    assert FLAWS[flaw](books) > 0


def test_there_are_many_flaws(company: Company) -> None:
    assert len(FLAWS) > 50
