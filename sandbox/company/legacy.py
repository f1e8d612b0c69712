"""What was brought along from the time before the CRM: old deals known to the day only."""

from datetime import date, timedelta

from sandbox.company.clock import FIRST_DAY, Moment, on
from sandbox.company.dice import choose, spread, stream
from sandbox.company.people import new_person, typed_email, typed_phone
from sandbox.company.records import Account, Attempt, Deal, Person, Step
from sandbox.company.roster import sellers_on

LEGACY_DEALS = 48
LEGACY_STAGES = ("outreach", "demo", "closing")
WRONG_CREATED = date(2025, 3, 10)
WRONG_CLOSED = date(2025, 3, 1)


def old_deals(seed: int, scale: float, first_number: int, accounts: list[Account]) -> list[Attempt]:
    """Deals with one date per stage; on the first dates of some, the deal itself is older."""
    found = []
    for n in range(round(LEGACY_DEALS * scale)):
        dice = stream(seed, "legacy", n)
        number = first_number + n
        created = FIRST_DAY + timedelta(days=int(70 * dice.random()))
        day = created + timedelta(days=choose(dice, (0, 0, 0, 4, 9)))
        steps = [] if day == created else [Step(on(created), "unknown", is_logged=False)]
        for stage in LEGACY_STAGES:
            steps.append(Step(on(day), stage, evidence="sheet", is_logged=False))
            day += timedelta(days=choose(dice, (0, 3, 8, 15)) if stage != "closing" else 6)
            if stage != "closing" and dice.random() < 0.2:
                break
        is_won = steps[-1].stage == "closing" and dice.random() < 0.7
        outcome = "won" if is_won else "lost"
        steps.append(Step(on(day), outcome, evidence="sheet", is_logged=False))
        account = choose(dice, accounts)
        person = new_person(number, account, dice)
        deal = _plain_deal(f"OLD-{n + 1:03d}", person, on(created), steps, spread(dice, 8000.0))
        deal.owners = [(deal.created.at, choose(dice, sellers_on(created)))]
        found.append(Attempt(number, "legacy", person, deal=deal))
    return found


def wrong_deal(seed: int, number: int, account: Account) -> Attempt:
    """The deal whose close date was typed in wrong: before the day on which it was created."""
    person = new_person(number, account, stream(seed, "wrong"))
    steps = [Step(on(WRONG_CREATED), "unknown", is_logged=False)]
    deal = _plain_deal(f"D{number:06d}", person, on(WRONG_CREATED), steps, 5200.0)
    deal.wrong_close = WRONG_CLOSED
    deal.is_legacy = False
    return Attempt(number, "wrong", person, deal=deal)


def _plain_deal(
    deal_id: str, person: Person, created: Moment, steps: list[Step], amount: float
) -> Deal:
    dice = stream(0, "texts", deal_id)
    return Deal(
        deal_id=deal_id,
        name=person.account.name,
        person=person,
        account=person.account,
        created=created,
        pipeline="Sales",
        steps=steps,
        echoes=[],
        owners=[],
        amount=round(amount, 2),
        final_amount=round(amount, 2),
        currency="EUR",
        product="NordFlow Basic",
        product_text="NordFlow Basic",
        lines=[],
        region=None,
        lead_source=None,
        email_text=typed_email(person, dice),
        phone_text=typed_phone(person, dice),
        payment_terms="",
        stakeholders=1,
        discount="",
        lost_reason="",
        expected_days=0,
        close_date_shift=0,
        is_legacy=True,
    )
