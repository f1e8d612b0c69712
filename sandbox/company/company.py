"""The company day by day: who turns up, and what becomes of it."""

import random
from datetime import date, datetime

from sandbox.company import birth, legacy
from sandbox.company.birth import Plan
from sandbox.company.clock import FIRST_DAY, SATURDAY, day_of, end_of, midnight
from sandbox.company.dice import choose, stream
from sandbox.company.meetings import stray_booking
from sandbox.company.people import new_account, new_person
from sandbox.company.records import Account, Attempt, Booking, Person
from sandbox.company.referral_life import Circle

STAFF_DOMAIN = "kvistsoftware.example.net"
"""Our own people's addresses: what they enter are trials of the web form."""
RETURNS_SINCE = 240
"""Days after which the company is old enough for people to come back."""


class Company:
    """A simulated company, from its first day to the end of a day that can be moved on.

    The same seed gives the same company however the days were reached. `scale` multiplies how
    much happens per day: 1 makes some 3,100 leads and 1,300 deals until the opening day.
    """

    def __init__(self, seed: int = 7, scale: float = 1.0, day: int = 0):
        self.seed, self.scale = seed, scale
        self.attempts: list[Attempt] = []
        self.accounts: list[Account] = []
        self.people: list[Person] = []
        self.strays: list[Booking] = []
        self.day = (FIRST_DAY - day_of(0)).days - 1
        self._circle = Circle()
        self._leads = 0
        self._own = Account("", "Kvist Software", STAFF_DOMAIN, "DK", None, None, FIRST_DAY)
        self._found()
        self.advance(day)

    @property
    def today(self) -> date:
        """The date up to whose end the company has lived."""
        return day_of(self.day)

    @property
    def now(self) -> datetime:
        """The end of today (UTC): what happens before it has happened."""
        return end_of(self.day)

    def advance(self, day: int) -> "Company":
        """Live up to the end of day number `day` (0 is the opening day); never back."""
        if day < self.day:
            raise ValueError(f"the company lives in day {self.day} and cannot go back to {day}")
        while self.day < day:
            self.day += 1
            self._live(self.today)
        return self

    def _found(self) -> None:
        for _ in range(max(round(40 * self.scale), 1)):
            self._new_account(FIRST_DAY)
        old = legacy.old_deals(self.seed, self.scale, 1, self.accounts)
        self.attempts += old
        self.attempts.append(legacy.wrong_deal(self.seed, len(old) + 1, self.accounts[0]))
        self.people += [attempt.person for attempt in self.attempts]

    def _live(self, today: date) -> None:
        dice = stream(self.seed, "day", today)
        morning = midnight(today)
        self._circle.wake(morning)
        is_weekday = today.weekday() < SATURDAY
        age = (today - FIRST_DAY).days
        leads = dice.randint(4, 7) if is_weekday else dice.randint(0, 2)
        for _ in range(self._count(leads, dice)):
            self._lead(today)
        if not is_weekday:
            return
        for _ in range(self._count(choose(dice, (0, 1, 1, 1)), dice)):
            self._enter("deal", today, self._new_person(today))
        for kind, mean in (("renewal", 0.12), ("test", 0.06)):
            for _ in range(self._count(mean, dice)):
                email_kind = "none" if kind == "test" else ""
                self._enter(kind, today, self._new_person(today, email_kind))
        for _ in range(self._count(0.03, dice)):
            self.strays.append(stray_booking(len(self.strays) + 1, today, dice))
        if age > RETURNS_SINCE:
            self._come_back(today, morning, dice)

    def _count(self, mean: float, dice: random.Random) -> int:
        return int(mean * self.scale + dice.random())

    def _come_back(self, today: date, now: datetime, dice: random.Random) -> None:
        for _ in range(self._count(0.12, dice)):
            if self._circle.customers:
                n = int(dice.random() * len(self._circle.customers))
                person = self._circle.customers.pop(n)
                friend = self._circle.outsider(now, dice) if dice.random() < 0.35 else None
                named_by = friend.person if friend else None
                self._enter("repeat", today, person, named_by, "repeat_purchase")
        for _ in range(self._count(0.06, dice)):
            person_back = self._circle.returning(now, dice)
            if person_back is not None:
                self._enter("return", today, person_back)
        for _ in range(self._count(0.03, dice)):
            pair = self._circle.loop(now)
            if pair is not None:
                self._enter("loop", today, pair[1], pair[0], "loop")

    def _lead(self, today: date) -> None:
        number = len(self.attempts) + 1
        dice = stream(self.seed, "attempt", number)
        kind = "staff" if dice.random() < 0.008 else "lead"
        person = self._new_person(today, "personal", self._own) if kind == "staff" else None
        person = person or self._new_person(today)
        plan = Plan(number, kind, person, today, kind == "lead" and dice.random() < 0.09)
        can_be_twice = kind == "lead" and person.is_known_by_email and not plan.is_referred
        is_twice = can_be_twice and dice.random() < 0.04
        ids = [f"L{self._leads + n + 1:06d}" for n in range(1 + is_twice)]
        self._leads += len(ids)
        self._take_in(birth.of_lead(plan, dice, ids), plan, dice)

    def _enter(
        self,
        kind: str,
        today: date,
        person: Person,
        referrer: Person | None = None,
        refused: str = "",
    ) -> None:
        number = len(self.attempts) + 1
        dice = stream(self.seed, "attempt", number)
        is_named = referrer is not None or (kind == "deal" and dice.random() < 0.14)
        plan = Plan(number, kind, person, today, is_named)
        attempt = birth.of_deal(plan, dice)
        if referrer is not None:
            self._circle.refuse(attempt, referrer, refused, dice)
        self._take_in(attempt, plan, dice)

    def _take_in(self, attempt: Attempt, plan: Plan, dice: random.Random) -> None:
        self.attempts.append(attempt)
        deal = attempt.deal
        stages = [step.stage for step in deal.steps] if deal else []
        outcomes = [stage for stage in stages if stage in ("won", "lost", "disqualified")]
        is_clean_win = bool(outcomes) and set(outcomes) == {"won"}
        if plan.is_referred and not attempt.referrals:
            self._circle.draw(attempt, can_loop="won" not in stages, dice=dice)
        won_at = deal.steps[-1].at.at if deal and is_clean_win else None
        if not attempt.referrals or attempt.referrals[0].refused is None:
            self._circle.meet(attempt, is_clean_win, won_at)

    def _new_account(self, today: date) -> Account:
        number = len(self.accounts) + 1
        self.accounts.append(new_account(number, today, stream(self.seed, "account", number)))
        return self.accounts[-1]

    def _new_person(
        self, today: date, email_kind: str = "", account: Account | None = None
    ) -> Person:
        number = len(self.people) + 1
        dice = stream(self.seed, "person", number)
        if account is None:
            is_new = dice.random() < 0.55
            account = self._new_account(today) if is_new else choose(dice, self.accounts)
        person = new_person(number, account, dice, email_kind)
        self.people.append(person)
        return person
