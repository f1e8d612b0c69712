"""Who can name whom: customers, people who never bought, and who already stands in a chain."""

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.company.dice import choose, pick
from sandbox.company.records import Attempt, Lead, Person, Referral

TALK = timedelta(days=3)
"""Nobody recommends us earlier than this after buying."""
COLD = timedelta(days=190)
"""A lead this old is not what a new deal of the same person was made of."""
NOBODY = ("Uncle Bob", "met at the fair", "my brother", "a colleague")
METHODS = {"asked": 60.0, "form": 40.0}


@dataclass(slots=True)
class Circle:
    """Everybody known by address, sorted by what they can still do."""

    waiting: list[tuple[datetime, int, Person]] = field(default_factory=list)
    customers: list[Person] = field(default_factory=list)
    cold: list[Lead] = field(default_factory=list)
    named: list[tuple[Person, Lead]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    linked: set[int] = field(default_factory=set)
    brought: set[int] = field(default_factory=set)

    def meet(self, attempt: Attempt, is_clean_win: bool, won_at: datetime | None) -> None:
        """Take in the person of a new attempt.

        `won_at`: the end of its deal, by when a customer has also been asked for a reference.
        """
        person = attempt.person
        if not person.is_known_by_email or attempt.kind not in ("lead", "deal"):
            return
        if is_clean_win and won_at is not None:
            heapq.heappush(self.waiting, (won_at, attempt.number, person))
        elif attempt.deal is None and len(attempt.leads) == 1:
            self.cold.append(attempt.leads[0])

    def wake(self, now: datetime) -> None:
        """Make customers of those whose deal was won long enough before `now`."""
        while self.waiting and self.waiting[0][0] + TALK < now:
            self.customers.append(heapq.heappop(self.waiting)[2])

    def returning(self, now: datetime, dice: random.Random) -> Person | None:
        """Take out somebody whose lead nobody made a deal of, long ago; None if there is none."""
        old = [n for n, lead in enumerate(self.cold[:200]) if lead.created.at + COLD < now]
        if not old:
            return None
        lead = self.cold.pop(choose(dice, old))
        self.gone.add(lead.lead_id)
        return lead.person

    def loop(self, now: datetime) -> tuple[Person, Person] | None:
        """Take out (who was named, who named him), the latter silent for long; None: nobody."""
        self.named = [pair for pair in self.named if pair[1].lead_id not in self.gone]
        for named, lead in self.named:
            if lead.created.at + COLD < now:
                self.cold.remove(lead)
                self.gone.add(lead.lead_id)
                return named, lead.person
        return None

    def outsider(self, now: datetime, dice: random.Random) -> Lead | None:
        """The lead of somebody who never bought and stands in no chain."""
        known = [
            lead
            for lead in self.cold[-400:]
            if lead.created.at + 2 * TALK < now and lead.person.number not in self.linked
        ]
        return choose(dice, known) if known else None

    def draw(self, attempt: Attempt, can_loop: bool, dice: random.Random) -> None:
        """Give a new attempt the referral that brought it, perhaps a second, later one."""
        now = attempt.begins.at
        how = pick(dice, {"customer": 68.0, "outsider": 18.0, "nobody": 9.0, "self": 5.0})
        person = attempt.person
        if how == "self" and person.is_known_by_email and person.email:
            self._note(attempt, person, person.email.upper(), None, "self", dice)
        elif how == "customer" and self.customers:
            self._credit(attempt, self._recommender(dice), dice)
        elif how == "outsider" and (friend := self.outsider(now, dice)):
            self._credit(attempt, friend.person, dice)
            if can_loop:
                self.named.append((person, friend))
        else:
            self._note(attempt, None, choose(dice, NOBODY), None, "unknown", dice)

    def _recommender(self, dice: random.Random) -> Person:
        """A customer, often one who was recommended himself: such people know how it works."""
        chained = [person for person in self.customers[-120:] if person.number in self.brought]
        return choose(dice, chained if chained and dice.random() < 0.4 else self.customers)

    def refuse(self, attempt: Attempt, referrer: Person, reason: str, dice: random.Random) -> None:
        """Note a referral that earns nothing, in the record itself."""
        self._note(attempt, referrer, referrer.email or "", None, reason, dice)

    def _credit(self, attempt: Attempt, referrer: Person, dice: random.Random) -> None:
        self.linked |= {attempt.person.number, referrer.number}
        self.brought.add(attempt.person.number)
        now = attempt.begins.at
        if dice.random() < 0.5:
            self._note(attempt, referrer, referrer.email or "", None, None, dice)
            return
        at = now - timedelta(minutes=int(2800 * dice.random()))
        in_book = referrer.in_address_book and dice.random() < 0.5
        text = f"P{referrer.number:06d}" if in_book else referrer.email or ""
        self._note(attempt, referrer, text, at, None, dice)
        lead = self.outsider(now, dice)
        if lead is not None and dice.random() < 0.15:
            other = lead.person
            first = attempt.referrals[0]
            after = at + timedelta(minutes=5 + int((now - at).total_seconds() / 120))
            attempt.referrals.append(
                Referral(other, other.email or "", after, first.method, True, "other_referrer")
            )

    def _note(
        self,
        attempt: Attempt,
        referrer: Person | None,
        text: str,
        at: datetime | None,
        refused: str | None,
        dice: random.Random,
    ) -> None:
        if at is None:
            record = attempt.leads[0] if attempt.leads else attempt.deal
            if record is None:
                raise ValueError(f"attempt {attempt.number} has no record to note a referral in")
            record.referred_by = text
        method = pick(dice, METHODS) if at else ""
        attempt.referrals.append(Referral(referrer, text, at, method, at is not None, refused))
