"""Whatever is drawn, a life must make sense: the truth is computed from it unseen."""

from itertools import pairwise

from sandbox.company import Company
from sandbox.company.roster import SELLERS, last_day
from sandbox.company.shown import closing_step


def test_moves_are_in_order_of_time(company: Company) -> None:
    lives = [r.steps for a in company.attempts for r in (*a.leads, a.deal) if r and r.steps]
    assert len(lives) > 4000
    for steps in lives:
        for one, next_one in pairwise(steps):
            assert one.at.at <= next_one.at.at
            if one.at.at == next_one.at.at and not one.at.is_day:
                is_told_apart = bool(one.sequence) and int(one.sequence) < int(next_one.sequence)
                assert is_told_apart or one.stage != next_one.stage


def test_deals_begin_when_they_are_created(company: Company) -> None:
    deals = [a.deal for a in company.attempts if a.deal is not None and a.deal.steps]
    assert deals
    for deal in deals:
        assert deal.steps[0].at == deal.created
        assert closing_step(deal.steps[:1], company.now) is None


def test_leads_belong_to_the_deal_made_of_them_only(company: Company) -> None:
    both = [a for a in company.attempts if a.leads and a.deal is not None]
    assert both
    for attempt in both:
        assert attempt.deal is not None
        for lead in attempt.leads:
            assert 0 < (attempt.deal.created.at - lead.created.at).days + 1 <= 175
        lead = attempt.leads[0]
        is_linked = attempt.deal.lead_link == lead.lead_id or lead.links_deal
        assert is_linked or attempt.person.is_known_by_email


def test_people_who_come_back_do_so_long_after_their_lead(company: Company) -> None:
    first = {a.person.number: a for a in reversed(company.attempts)}
    again = [a for a in company.attempts if a.kind in ("return", "loop")]
    assert again
    for attempt in again:
        before = first[attempt.person.number]
        assert before is not attempt
        assert before.deal is None
        assert (attempt.begins.at - before.begins.at).days > 181


def test_a_booking_can_only_mean_one_attempt(company: Company) -> None:
    booked = [a for a in company.attempts if a.bookings]
    assert booked
    for attempt in booked:
        assert attempt.person.is_known_by_email
        for booking in attempt.bookings:
            assert attempt.begins.at < booking.booked_at < booking.starts_at < booking.ends_at


def test_silent_leads_reach_outreach_by_the_first_thing_that_went_out(company: Company) -> None:
    silent = [
        (attempt, lead)
        for attempt in company.attempts
        for lead in attempt.leads
        if not lead.is_tracked and len(lead.steps) > 1
    ]
    assert silent
    for attempt, lead in silent:
        out = [
            did.occurred_at
            for did in attempt.activities
            if did.lead_id == lead.lead_id
            and did.direction == "outgoing"
            and did.kind in ("call", "email", "message")
        ]
        noted = [lead.first_contact.at] if lead.first_contact else []
        assert min((*out, *noted)) == lead.steps[1].at.at


def test_nobody_gets_a_deal_after_leaving(company: Company) -> None:
    leavers = [rep_id for rep_id in SELLERS if last_day(rep_id) is not None]
    assert len(leavers) == 3
    handed = [row for a in company.attempts if a.deal for row in a.deal.owners[1:]]
    assert handed
    for since, rep_id in handed:
        left = last_day(rep_id)
        assert left is None or since.date() <= left
