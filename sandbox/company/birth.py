"""How an attempt comes into being: its records, and all that will ever happen to them."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sandbox.company import deal_life, lead_life
from sandbox.company.clock import Moment, local_day, office_time, on
from sandbox.company.deal_life import DealLife
from sandbox.company.dice import choose, pick, spread
from sandbox.company.lead_life import LeadLife
from sandbox.company.market import LEAD_SOURCES, PRODUCT_TYPOS, PRODUCTS, REFERRED, draw_product
from sandbox.company.meetings import Desk, add_activity, talk
from sandbox.company.people import typed_company, typed_email, typed_phone
from sandbox.company.records import Account, Attempt, Deal, Lead, Person
from sandbox.company.roster import STRANGER, owners, sellers_on

HOUR = timedelta(hours=1)
SOON = timedelta(days=170)
"""A deal made of a lead is made within this, so that the same address is enough to tell."""
TRACKED_SINCE = date(2025, 3, 1)
"""Until then some deals were made before their history began."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled about an attempt before it is drawn."""

    number: int
    kind: str
    person: Person
    day: date
    is_referred: bool = False

    @property
    def is_bookable(self) -> bool:
        """Whether a meeting booked with the person's address can only mean this attempt."""
        return self.person.is_known_by_email and self.kind in ("lead", "deal", "repeat")


def of_lead(plan: Plan, dice: random.Random, lead_ids: list[str]) -> Attempt:
    """An attempt that begins with a lead; a second id makes it one that was entered twice."""
    attempt = Attempt(plan.number, plan.kind, plan.person)
    created = Moment(office_time(plan.day, dice))
    if dice.random() < 0.06:
        created = on(created.day)
    is_tracked = dice.random() < 0.7
    owner = choose(dice, sellers_on(created.day)) if dice.random() < 0.94 else None
    is_bookable = plan.is_bookable and owner is not None and not lead_ids[1:]
    if is_tracked:
        life = lead_life.draw_tracked(created, dice)
    else:
        life = lead_life.draw_silent(created, dice, is_bookable=is_bookable)
    is_late = life.converts_at is not None and life.converts_at - created.at > SOON
    if is_late or plan.kind == "staff":
        life.converts_at = None
    source = REFERRED if plan.is_referred else pick(dice, LEAD_SOURCES) or None
    lead = _lead(lead_ids[0], plan, created, life, owner, source, is_tracked, dice)
    attempt.leads.append(lead)
    for lead_id in lead_ids[1:]:
        day = local_day(created.at + timedelta(days=1 + 6 * dice.random()))
        again = Moment(office_time(day, dice))
        twin = lead_life.draw_twin(again)
        attempt.leads.append(_lead(lead_id, plan, again, twin, owner, source, False, dice))
        if life.converts_at is not None and life.converts_at <= again.at + HOUR:
            life.converts_at = None
    hands = [(created.at, owner)] if owner else []
    if life.converts_at is not None:
        deal = _deal(plan, life.converts_at, life.first_deal_stage, owner, None, dice)
        _link(attempt, deal, dice)
        hands = deal.owners
    _around_lead(attempt, life, hands, is_bookable=is_bookable, dice=dice)
    if attempt.deal is not None:
        _around_deal(attempt, attempt.deal, plan.is_bookable, dice)
    return attempt


def of_deal(plan: Plan, dice: random.Random) -> Attempt:
    """An attempt that begins with a deal: nobody entered a lead."""
    attempt = Attempt(plan.number, plan.kind, plan.person)
    created = office_time(plan.day, dice)
    owner: str | None = choose(dice, sellers_on(local_day(created)))
    if dice.random() < 0.05:
        owner = None if dice.random() < 0.7 else STRANGER
    source = REFERRED if plan.is_referred else pick(dice, LEAD_SOURCES) or None
    first = pick(dice, {"prospecting": 15.0, "outreach": 40.0, "qualification": 45.0})
    attempt.deal = _deal(plan, created, first, owner, source, dice)
    _around_deal(attempt, attempt.deal, plan.is_bookable, dice)
    return attempt


def _lead(
    lead_id: str,
    plan: Plan,
    created: Moment,
    life: LeadLife,
    owner: str | None,
    source: str | None,
    is_tracked: bool,
    dice: random.Random,
) -> Lead:
    return Lead(
        lead_id=lead_id,
        person=plan.person,
        created=created,
        owner=owner,
        lead_source=source,
        campaign=f"{created.day:%Y-%m} {source}" if source == "Webinar" else None,
        email_text=typed_email(plan.person, dice),
        phone_text=typed_phone(plan.person, dice),
        company_text=typed_company(plan.person) if plan.kind != "staff" else "",
        steps=life.steps,
        is_tracked=is_tracked,
        first_contact=life.first_contact,
        is_excluded=plan.kind == "staff",
    )


def _link(attempt: Attempt, deal: Deal, dice: random.Random) -> None:
    """Make the deal that of the lead: named by one of the two, or only by the same address."""
    attempt.deal, lead = deal, attempt.leads[0]
    by_email = 30.0 if attempt.person.is_known_by_email else 0.0
    how = pick(dice, {"email": by_email, "deal": 50.0, "lead": 20.0})
    if how == "deal":
        deal.lead_link = lead.lead_id
    elif how == "lead":
        lead.links_deal = True


def _life(plan: Plan, created: datetime, first: str, is_new: bool, dice: random.Random) -> DealLife:
    chance = 0.4 if plan.kind == "renewal" else 1.0
    late = is_new and local_day(created) < TRACKED_SINCE and dice.random() < 0.1
    begins = created + timedelta(days=int(2 + spread(dice, 9.0)), seconds=1234) if late else created
    life = deal_life.draw(begins, first, dice, chance)
    if late:
        deal_life.start_late(life, created)
    elif is_new and dice.random() < 0.1:
        deal_life.log_a_second_late(life)
    return life


def _deal(
    plan: Plan,
    created: datetime,
    first: str,
    owner: str | None,
    source: str | None,
    dice: random.Random,
) -> Deal:
    is_new = plan.kind != "lead"
    life = _life(plan, created, first, is_new, dice)
    account = plan.person.account if dice.random() < 0.93 else None
    product, product_text, lines = _goods(dice)
    amount = round(sum(line[2] for line in lines) or spread(dice, 9000.0, 0.8), 2)
    first_amount, final_amount = _amounts(amount, dice)
    is_test = plan.kind == "test"
    ends = life.steps[-1].at.at if life.outcome else None
    return Deal(
        deal_id=f"D{plan.number:06d}",
        name=f"TEST {plan.number}" if is_test else _title(plan.person.account, product_text),
        person=plan.person,
        account=account,
        created=Moment(created),
        pipeline="Renewals" if plan.kind == "renewal" else "Sales",
        steps=life.steps,
        echoes=life.echoes,
        owners=owners(owner, created, ends, dice) if owner else [],
        amount=first_amount,
        final_amount=final_amount,
        currency=pick(dice, {"EUR": 50.0, "DKK": 30.0, "USD": 20.0}),
        product=product,
        product_text=product_text,
        lines=lines,
        region=choose(dice, ("North", "South", "Østjylland", None)),
        lead_source=source,
        email_text=typed_email(plan.person, dice),
        phone_text=typed_phone(plan.person, dice),
        payment_terms=choose(dice, ("30 days", "14 days", "prepaid", "")),
        stakeholders=1 + int(5 * dice.random()),
        discount=choose(dice, ("", "", "5", "7.5", "10")),
        lost_reason=choose(dice, ("price", "timing", "competitor", "no decision", "")),
        expected_days=int(spread(dice, 45.0)),
        close_date_shift=choose(dice, (-3, -1, 2)) if dice.random() < 0.1 else 0,
        is_excluded=is_test,
    )


def _amounts(amount: float, dice: random.Random) -> tuple[float | None, float | None]:
    """What the CRM shows before and after the proposal; some deals never get an amount."""
    chance = dice.random()
    if chance < 0.06:
        return None, None
    if chance < 0.14:
        return None, amount
    return amount, round(amount * 0.9, 2) if chance < 0.34 else amount


def _title(account: Account, product_text: str) -> str:
    return f"{account.name} - {product_text}" if product_text else account.name


def _goods(dice: random.Random) -> tuple[str | None, str, list[tuple[str, int, float]]]:
    """(product, the deal's product cell, lines): one product, several lines, or neither."""
    chance = dice.random()
    if chance < 0.1:
        return None, "", []
    if chance < 0.25:
        names = list(dict.fromkeys(draw_product(dice) for _ in range(3)))
        counts = [1 + int(4 * dice.random()) for _ in names]
        lines = [
            (name, count, PRODUCTS[name][0] * count)
            for name, count in zip(names, counts, strict=True)
        ]
        if len({line[2] for line in lines}) == len(lines):
            return max(lines, key=lambda line: line[2])[0], "", lines
    product = draw_product(dice)
    typos = [typo for typo, name in PRODUCT_TYPOS.items() if name == product]
    return product, typos[0] if typos and dice.random() < 0.2 else product, []


def _around_lead(
    attempt: Attempt,
    life: LeadLife,
    hands: list[tuple[datetime, str]],
    *,
    is_bookable: bool,
    dice: random.Random,
) -> None:
    lead = attempt.leads[0]
    hands = [(lead.created.at, hands[0][1])] if hands else []
    closes = life.ends if life.ends > lead.created.at + HOUR else lead.created.at + 72 * HOUR
    if life.first_call is not None:
        if dice.random() < 0.3:
            at = lead.created.at + (life.first_call - lead.created.at) * dice.random()
            mail = at.replace(microsecond=0)
            add_activity(
                attempt, mail, hands, kind="email", direction="incoming", lead_id=lead.lead_id
            )
        kind = pick(dice, {"call": 50.0, "email": 35.0, "message": 15.0})
        add_activity(
            attempt, life.first_call, hands, kind=kind, direction="outgoing", lead_id=lead.lead_id
        )
    if len(life.steps) > 1:
        opens = life.steps[1].at.at + HOUR
        if life.first_contact is not None:
            opens += 24 * HOUR
        talk(attempt, hands, opens, max(closes, opens + 72 * HOUR), dice, lead_id=lead.lead_id)
    if not is_bookable:
        return
    desk = Desk(attempt, hands, dice)
    if life.demo_at is not None:
        desk.demo(lead.created.at, life.demo_at, attended=True)
    elif lead.is_tracked and len(life.steps) > 1 and dice.random() < 0.3:
        if dice.random() < 0.6:
            desk.discovery_call(lead.created.at, closes)
        else:
            desk.missed(lead.created.at, closes)


def _around_deal(attempt: Attempt, deal: Deal, is_bookable: bool, dice: random.Random) -> None:
    logged = next(step.at.at for step in deal.steps if step.stage != "unknown")
    last = deal.steps[-1].at.at
    opens, closes = logged + HOUR, max(last, logged + 240 * HOUR)
    talk(attempt, deal.owners, opens, closes, dice, deal_id=deal.deal_id)
    if is_bookable and dice.random() < 0.2:
        at = (opens + (closes - opens) * dice.random()).replace(microsecond=0)
        add_activity(
            attempt, at, deal.owners, kind="email", direction="incoming", email=deal.email_text
        )
    if not (is_bookable and deal.owners):
        return
    desk = Desk(attempt, deal.owners, dice)
    demos = [step.at.at for step in deal.steps if step.stage == "demo"]
    if demos and demos[0] > opens + HOUR and dice.random() < 0.7:
        attended = True if dice.random() < 0.7 else None
        desk.demo(opens, demos[0] - HOUR, attended=attended)
    elif not demos and dice.random() < 0.15:
        desk.missed(opens, closes)
