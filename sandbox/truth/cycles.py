"""The company's books at the end of a day: its cycles, each one attempt to sell to one buyer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sandbox.company import Company, shown
from sandbox.company.clock import Moment, day_of, end_of, on
from sandbox.company.market import CHANNEL_OF, PIPELINES, STAGES
from sandbox.company.records import Attempt, Deal, Lead, Step
from sandbox.company.roster import team_on
from sandbox.truth.arithmetic import age, days_between
from sandbox.truth.money import RateTable
from sandbox.truth.visits import Row, Visit, referral_visit, visits_of

OUTREACH = frozenset({"call", "email", "message"})


@dataclass(eq=False)
class Cycle:
    """A cycle as it stands at `now`, the end of `today`: a deal with its leads, or a lead alone."""

    attempt: Attempt
    leads: list[Lead]
    deal: Deal | None
    now: datetime
    today: date
    amount_reporting: float | None = None
    referred_at: list[Moment] = field(default_factory=list)

    @property
    def deal_id(self) -> str | None:
        """The deal, if there is one already."""
        return self.deal.deal_id if self.deal else None

    @property
    def lead_id(self) -> str | None:
        """The earliest lead, if there is one."""
        return self.leads[0].lead_id if self.leads else None

    @cached_property
    def steps(self) -> list[Step]:
        """The moves so far: those of the lead until there is a deal, then those of the deal."""
        if self.deal is None:
            return shown.past(self.leads[0].steps, self.now)
        before = self.leads[0].steps if self.leads else []
        since = self.deal.created.at
        return [s for s in before if s.at.at < since] + shown.past(self.deal.steps, self.now)

    @cached_property
    def visits(self) -> list[Visit]:
        """The stays in selling stages and in between, without stage 7."""
        found = visits_of(self.steps)
        if self.deal is not None and self.deal.wrong_close is not None:
            found[-1].exited = self.closed
        return found

    @cached_property
    def all_visits(self) -> list[Visit]:
        """All stays; stage 7 begins when the customer is asked or first names somebody."""
        if self.status != "won":
            return self.visits
        asked = [step for step in self.steps if step.stage == "referral"]
        begins = min((*(step.at for step in asked), *self.referred_at), key=_time, default=None)
        if begins is None:
            return self.visits
        return [*self.visits, referral_visit(begins, asked[0].source_stage if asked else None)]

    @property
    def current_visit(self) -> Visit | None:
        """The stay that an open cycle is in."""
        return self.visits[-1] if self.status == "open" else None

    @property
    def started(self) -> Moment:
        """When its earliest record was made."""
        if self.leads:
            return self.leads[0].created
        if self.deal is None:
            raise ValueError("a cycle has a lead or a deal")
        return self.deal.created

    @cached_property
    def outcome(self) -> Step | None:
        """The first move of the last run of one outcome."""
        return shown.closing_step(self.steps, self.now)

    @property
    def status(self) -> str:
        """One of open, won, lost, disqualified."""
        if self.deal is not None and self.deal.wrong_close is not None:
            return "won"
        return self.outcome.stage if self.outcome else "open"

    @property
    def closed(self) -> Moment | None:
        """When it closed; without a history the CRM's own close date is all there is."""
        if self.deal is not None and self.deal.wrong_close is not None:
            return on(self.deal.wrong_close)
        return self.outcome.at if self.outcome else None

    @property
    def close_date(self) -> date | None:
        """The CRM's own close date, else the day it closed, never after today."""
        own = shown.close_date(self.deal, self.now) if self.deal else None
        day = own or (self.closed.day if self.closed else None)
        return min(day, self.today) if day else None

    @property
    def fact_date(self) -> date:
        """The day that counts for teams and rates: the close date, today while open."""
        return self.close_date or self.today

    @property
    def length_days(self) -> float | None:
        """Days from start to close; None while open or if it closed before it began."""
        return days_between(self.started, self.closed) if self.closed else None

    @property
    def is_time_inconsistent(self) -> bool:
        """Whether it closed before it began."""
        return self.closed is not None and self.length_days is None

    @cached_property
    def furthest(self) -> int:
        """The highest selling stage it was ever in, at least 1."""
        return max((visit.number or 1 for visit in self.visits), default=1)

    @property
    def current_stage(self) -> str:
        """The stage it is in, or was in last before it closed."""
        if self.current_visit is not None:
            return self.current_visit.stage
        selling = [visit.stage for visit in self.visits if visit.number is not None]
        return selling[-1] if selling else "unknown"

    @property
    def rep_id(self) -> str | None:
        """Who owned it when it closed, who owns it while it is open."""
        if self.deal is None:
            return self.leads[0].owner
        return self.owner_at(self.closed.at) if self.closed else shown.owner(self.deal, self.now)

    @property
    def team(self) -> str | None:
        """The rep's team on the day that counts."""
        return team_on(self.rep_id, self.fact_date)

    @property
    def lead_source(self) -> str | None:
        """Where it came from, as noted first."""
        first = self.leads[0] if self.leads else self.deal
        return first.lead_source if first else None

    @property
    def channel(self) -> str:
        """The channel of the lead source."""
        return CHANNEL_OF.get(self.lead_source or "", "unknown")

    @property
    def pipeline_role(self) -> str:
        """What its pipeline is for."""
        return PIPELINES[self.deal.pipeline] if self.deal else "new_business"

    @property
    def is_excluded(self) -> bool:
        """Whether it is a test."""
        return any(record.is_excluded for record in (*self.leads, self.deal) if record)

    @property
    def is_counted(self) -> bool:
        """Whether aggregates take it: new business that is no test."""
        return self.pipeline_role == "new_business" and not self.is_excluded

    @property
    def amount(self) -> float | None:
        """The deal's amount in its own currency."""
        return shown.amount(self.deal, self.now) if self.deal else None

    def owner_at(self, at: datetime) -> str | None:
        """Who owned it then: until there is a deal, who owns the lead."""
        if self.deal is None or (self.leads and at < self.deal.created.at):
            return self.leads[0].owner
        return next((rep for since, rep in reversed(self.deal.owners) if since <= at), None)

    @property
    def first_outreach_at(self) -> datetime | None:
        """The first call, mail or message that went out, or the noted day of first contact."""
        ids = {self.deal_id, *(lead.lead_id for lead in self.leads)}
        out = [
            did.occurred_at
            for did in self.attempt.activities
            if did.kind in OUTREACH and did.direction == "outgoing" and did.occurred_at < self.now
            if did.lead_id in ids or did.deal_id in ids
        ]
        noted = [lead.first_contact.at for lead in self.leads if lead.first_contact]
        return min((*out, *(at for at in noted if at < self.now)), default=None)


def _time(moment: Moment) -> datetime:
    return moment.at


class Books:
    """Everything that the company can tell of itself at the end of day number `day`."""

    def __init__(self, company: Company, day: int):
        self.company, self.day = company, day
        self.now, self.today = end_of(day), day_of(day)
        self.rates = RateTable(company.seed, self.today)
        self.cycles = [cycle for attempt in company.attempts for cycle in self._open(attempt)]
        self.of_attempt: dict[int, Cycle] = {}
        for cycle in self.cycles:
            self.of_attempt.setdefault(cycle.attempt.number, cycle)
            currency = cycle.deal.currency if cycle.deal else ""
            cycle.amount_reporting = self.rates.convert(cycle.amount, currency, cycle.fact_date)
        self._note_referrals()

    def _open(self, attempt: Attempt) -> Iterator[Cycle]:
        deal = attempt.deal
        leads = [lead for lead in attempt.leads if lead.created.at < self.now]
        if deal is not None and deal.created.at < self.now:
            yield Cycle(attempt, leads, deal, self.now, self.today)
        else:
            for lead in leads:
                yield Cycle(attempt, [lead], None, self.now, self.today)

    def _note_referrals(self) -> None:
        """Tell every customer's latest win before naming somebody that he did."""
        wins: dict[int, list[Cycle]] = {}
        for cycle in self.cycles:
            if cycle.status == "won":
                wins.setdefault(cycle.attempt.person.number, []).append(cycle)
        for cycle in self.of_attempt.values():
            for referral in cycle.attempt.referrals:
                if referral.referrer is None or referral.refused is not None:
                    continue
                at = Moment(referral.referred_at) if referral.referred_at else cycle.started
                won = [
                    (win.closed.at, n, win)
                    for n, win in enumerate(wins.get(referral.referrer.number, []))
                    if win.closed is not None and win.closed.at <= at.at
                ]
                if won:
                    max(won)[2].referred_at.append(at)

    @property
    def counted(self) -> list[Cycle]:
        """The cycles that aggregates take."""
        return [cycle for cycle in self.cycles if cycle.is_counted]


def fct_sales_cycles(books: Books) -> Iterator[Row]:
    """Yield every cycle, tests and renewals too."""
    for cycle in books.cycles:
        deal, status = cycle.deal, cycle.status
        has_amount = cycle.amount is not None
        is_known = any(visit.number is not None for visit in cycle.visits)
        yield {
            "deal_id": cycle.deal_id,
            "lead_id": cycle.lead_id,
            "person": cycle.attempt.person.number,
            "account_id": deal.account.account_id if deal and deal.account else None,
            "rep_id": cycle.rep_id,
            "pipeline": deal.pipeline if deal else None,
            "pipeline_role": cycle.pipeline_role,
            "channel": cycle.channel,
            "lead_source": cycle.lead_source,
            "product": deal.product if deal else None,
            "started_at": cycle.started.at,
            "started_precision": "date" if cycle.started.is_day else "instant",
            "closed_at": cycle.closed.at if cycle.closed else None,
            "close_date": cycle.close_date,
            "status": status,
            "current_stage": cycle.current_stage,
            "furthest_stage": STAGES[cycle.furthest - 1] if is_known else "unknown",
            "first_outreach_at": cycle.first_outreach_at,
            "amount": cycle.amount,
            "currency": deal.currency if deal and has_amount else None,
            "amount_reporting": cycle.amount_reporting,
            "cycle_days": cycle.length_days if status == "won" else None,
            "dormant_days": sum(
                v.duration_days or 0.0 for v in cycle.visits if v.stage == "dormant"
            ),
            "age_days": age(cycle.started, books.now, books.today) if status == "open" else None,
            "is_excluded": cycle.is_excluded,
            "is_time_inconsistent": cycle.is_time_inconsistent,
        }
