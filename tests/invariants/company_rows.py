"""One random small company: everything that a real export mixes, a few rows of each.

Ids repeat from company to company on purpose, e-mail addresses rarely do.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

Row = dict[str, str]
STAGES = {
    "New": "prospecting",
    "Called": "outreach",
    "Fits": "qualification",
    "Show": "demo",
    "Show again": "demo",
    "Haggling": "objections",
    "Signing": "closing",
    "Asked for names": "referral",
    "Yes": "won",
    "Invoiced": "won",
    "No": "lost",
    "Spam": "disqualified",
}
SELLING = [*STAGES][:7]
ENDS = ["Yes", "Yes", "Invoiced", "No", "No", "Spam"]


class Company:
    """One company's rows; a column that no row fills is still there."""

    def __init__(self, name: str, chance: random.Random, now: datetime) -> None:
        self.name, self.chance, self.now = name, chance, now
        self.dates_only = chance.choice([0.0, 0.0, 0.2, 1.0])
        self.reps = [f"rep {number}" for number in range(chance.randint(1, 4))]
        self.people = [f"p{number}@{name}-buyers.com" for number in range(chance.randint(3, 12))]
        self.deals = [f"D{number}" for number in range(chance.randint(5, 30))]
        self.leads = [f"L{number}" for number in range(chance.randint(0, 15))]

    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Each entity's rows."""
        begun = {deal: self._day(400) for deal in self.deals}
        listed = [deal for deal in self.deals if self.chance.random() < 0.8]
        yield "lead", [self._lead(lead) for lead in self.leads]
        yield "deal", [self._deal(deal, begun[deal]) for deal in listed]
        events = [
            event
            for deal in self.deals
            if deal not in listed or self.chance.random() < 0.7
            for event in self._events({"deal_id": deal}, begun[deal], self.chance.randint(1, 9))
        ]
        events += [
            event
            for lead in self.leads
            if self.chance.random() < 0.2
            for event in self._events({"lead_id": lead}, self._day(400), 2)
        ]
        self.chance.shuffle(events)
        yield "stage_event", events
        yield "owner_event", [self._owner_event() for _ in range(self.chance.randint(0, 6))]
        yield "rep", [row for rep in self.reps[:3] for row in self._memberships(rep)]
        yield "activity", [self._activity(n) for n in range(self.chance.randint(0, 30))]
        yield "booking", [self._booking(n) for n in range(self.chance.randint(0, 15))]
        yield "referral", [self._referral() for _ in range(self.chance.randint(0, 12))]
        yield "account", [{"account_id": "A1", "name": "Acme", "employees": "40", "industry": "x"}]
        yield "deal_line", [self._line() for _ in range(self.chance.randint(0, 12))]
        yield "quota", [self._quota(number) for number in range(self.chance.randint(0, 3))]

    def _day(self, back: int) -> datetime:
        """A moment up to `back` days ago, now and then up to a month ahead."""
        day = self.now - timedelta(days=self.chance.randrange(-30 if self._rarely() else 0, back))
        return day.replace(hour=self.chance.randrange(14, 21), minute=self.chance.randrange(60))

    def _rarely(self) -> bool:
        return self.chance.random() < 0.08

    def _time(self, moment: datetime) -> str:
        """An instant with offset, one in the sheet's zone, or a date alone."""
        if self.chance.random() < self.dates_only:
            return f"{moment:%Y-%m-%d}"
        if self.chance.random() < 0.3:
            return f"{moment:%Y-%m-%d %H:%M:%S}"
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

    def _maybe(self, share: float, value: str) -> str:
        return value if self.chance.random() < share else ""

    def _owner(self) -> str:
        return self.chance.choice([*self.reps, "Nobody Listed", ""])

    def _person(self) -> str:
        return self.chance.choice([*self.people, *self.people, "shared@partner-firm.com", ""])

    def _lead(self, lead: str) -> Row:
        created = self._day(420)
        return {
            "lead_id": lead,
            "created_at": self._maybe(0.9, self._time(created)),
            "first_contact_at": self._maybe(0.3, self._time(created + timedelta(days=2))),
            "email": self._person(),
            "lead_source": self.chance.choice(["Website", "Referral", "Cold call", "", "Fair"]),
            "owner": self._owner(),
            "status": self.chance.choice(["", "", "open", "Called", "No", "Mystery", "New"]),
            "referred_by": self._maybe(0.15, self.chance.choice([*self.people, "somebody"])),
        }

    def _deal(self, deal: str, begun: datetime) -> Row:
        end = begun + timedelta(days=self.chance.choice([-3, 0, 1, 20, 90, 200]))
        closed = self.chance.random() < 0.5
        stage = self.chance.choice(ENDS if closed else [*SELLING, "", "Mystery"])
        return {
            "deal_id": deal,
            "name": self.chance.choice(["Big one", "TEST deal", "Small one", "Other", ""]),
            "lead_id": self._maybe(0.3, self.chance.choice([*self.leads, "L99"])),
            "account": self._maybe(0.5, self.chance.choice(["A1", "Acme", "Unlisted"])),
            "contact_email": self._person(),
            "created_at": self._maybe(0.85, self._time(begun)),
            "closed_at": self._maybe(0.8, self._time(end)) if closed else "",
            "close_date": self._maybe(0.4, f"{end + timedelta(days=1):%Y-%m-%d}"),
            "stage": stage,
            "pipeline": self.chance.choice(["", "New", "New", "Renewals", "Old"]),
            "amount": self._maybe(0.85, f"{self.chance.uniform(0, 9000):.2f}"),
            "currency": self.chance.choice(["EUR", "EUR", "USD", "sek", "GBP"]),
            "owner": self._owner(),
            "product": self.chance.choice(["", "Basic", "Pro"]),
            "region": self.chance.choice(["", "North", "South"]),
            "referred_by": self._maybe(0.1, self.chance.choice([*self.people, "L1", "D2"])),
        }

    def _events(self, of: Row, begun: datetime, count: int) -> Iterator[Row]:
        """Any order of stages; instants and rows repeat; a sequence for all of a deal or none."""
        moment, numbered = begun + timedelta(days=self.chance.choice([-1, 0, 0, 5])), self._rarely()
        for number in range(count):
            words = [*SELLING, *SELLING, *ENDS, "Mystery", "Asked for names"]
            row = {
                **of,
                "stage": self.chance.choice(words),
                "entered_at": self._time(moment),
                "sequence": str(9 + number) if numbered else "",
                "owner": self._maybe(0.3, self._owner()),
            }
            yield row
            if self._rarely():
                yield dict(row)
            moment += timedelta(days=self.chance.choice([0, 0, 1, 7, 40]), seconds=7 * number)

    def _owner_event(self) -> Row:
        return {
            "deal_id": self.chance.choice([*self.deals, "D99"]),
            "owner": self.chance.choice(self.reps),
            "from": self._time(self._day(300)),
        }

    def _memberships(self, rep: str) -> Iterator[Row]:
        split = self._day(300).date()
        yield {"rep_id": rep, "team": "North", "leaves_on": self._maybe(0.5, split.isoformat())}
        if self.chance.random() < 0.5:
            yield {"rep_id": rep, "team": "South", "starts_on": f"{split + timedelta(days=1)}"}

    def _activity(self, number: int) -> Row:
        return {
            "activity_id": f"act{number}",
            "kind": self.chance.choice(["call", "email", "meeting", "note", "fax"]),
            "occurred_at": self._time(self._day(400)),
            "deal_id": self._maybe(0.5, self.chance.choice([*self.deals, "D98"])),
            "lead_id": self._maybe(0.2, self.chance.choice([*self.leads, "L97"])),
            "email": self._person(),
            "owner": self._owner(),
            "direction": self.chance.choice(["outgoing", "incoming", ""]),
        }

    def _booking(self, number: int) -> Row:
        starts = self._day(200).replace(minute=0)
        booked = starts - timedelta(days=self.chance.randrange(20), hours=1)
        return {
            "booking_id": f"b{number}",
            "starts_at": self._time(starts),
            "ends_at": self._maybe(0.5, f"{starts + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"),
            "booked_at": self._maybe(0.8, self._time(booked)),
            "email": self._person(),
            "owner": self.chance.choice(self.reps),
            "event_type": self.chance.choice(["Demo call", "Intro", ""]),
            "attended": self.chance.choice(["yes", "no", "", ""]),
            "rescheduled_from": self._maybe(0.2, f"b{self.chance.randrange(15)}"),
            "cancelled_at": self._maybe(0.2, self._time(starts - timedelta(hours=5))),
        }

    def _referral(self) -> Row:
        return {
            "referred": self.chance.choice([*self.people, *self.leads, *self.deals]),
            "referrer": self.chance.choice([*self.people, *self.people, "A stranger"]),
            "referred_at": self._maybe(0.8, self._time(self._day(300))),
            "method": self.chance.choice(["link", "talk", ""]),
        }

    def _line(self) -> Row:
        return {
            "deal_id": self.chance.choice(self.deals),
            "product": self.chance.choice(["Basic", "Pro", "Extra"]),
            "quantity": "2",
            "amount": f"{self.chance.uniform(1, 500):.2f}",
        }

    def _quota(self, number: int) -> Row:
        period = [f"{self.now:%Y-%m}", f"{self.now:%Y}", f"{self.now:%Y}-Q1"][number]
        return {"period": period, "measure": "revenue", "quota": "900", "owner": self.reps[0]}
