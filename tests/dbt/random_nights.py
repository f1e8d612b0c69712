"""A small company whose sheets change at random from night to night, as landed rows.

Records are canonical fields as a sheet lands them. A night creates, changes and deletes records of
every entity, so that people merge and part, leads find their deals, histories gain and lose events.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
STAGES = ("New", "Contacted", "Qualified", "Demo", "Offer", "Contract", "Parking lot")
OUTCOMES = ("Won", "Lost", "Disqualified")
OWNERS = ("R1", "R2", "R3", "Ghost")
EMAILS = [f"buyer{number}@example.org" for number in range(40)] + ["sales@example.org", "x@@y"]
PHONES = ("32 12 34 56", "+44 20 7946 0018", "12 34 5", "call me")

Fields = dict[str, str]


@dataclass(frozen=True)
class Change:
    """What a night saw of one record; `fields` is None when it is gone."""

    entity: str
    record_id: str
    fields: Fields | None


@dataclass
class RandomCompany:
    """The records as they stand, by entity and id; `night()` moves them on."""

    chance: random.Random
    records: dict[str, dict[str, Fields]] = field(default_factory=dict)
    made: int = 0

    def first_night(self) -> list[Change]:
        """Enough of everything to join."""
        fixed = [
            Change("rep", "R1|N", {"rep_id": "R1", "name": "Ann", "team": "North"}),
            Change("rep", "R1|S", {"rep_id": "R1", "team": "South", "starts_on": "2026-02-01"}),
            Change("rep", "R2|N", {"rep_id": "R2", "name": "Bo", "team": "North"}),
            Change("account", "A1", {"account_id": "A1", "name": "Ask", "employees": "20"}),
            Change("product", "Chair", {"product": "Chair", "list_price": "100"}),
            Change("quota", "q1", {"period": "2026-02", "measure": "revenue", "quota": "900"}),
            Change("exchange_rate", "r1", {"currency": "USD", "date": "2026-01-01", "rate": "0.9"}),
        ]
        new = [change for _ in range(25) for change in self._someone()]
        known = self._keep(fixed + new)
        return known + self._keep([self._anything() for _ in range(60)])

    def night(self) -> list[Change]:
        """A handful of changes, more of the kinds that move cycles."""
        changes = [change for _ in range(2) for change in self._someone()]
        changes += [self._anything() for _ in range(12)]
        changes += [self._edited(self.chance.choice(("deal", "deal", "lead"))) for _ in range(6)]
        for entity in ("stage_event", "lead", "deal", "activity", "booking"):
            if self.chance.random() < 0.5:
                changes.append(Change(entity, self._known(entity), None))
        return self._keep(changes)

    def _keep(self, changes: list[Change]) -> list[Change]:
        for change in changes:
            of_entity = self.records.setdefault(change.entity, {})
            if change.fields is None:
                of_entity.pop(change.record_id, None)
            else:
                of_entity[change.record_id] = change.fields
        return changes

    def _someone(self) -> Iterator[Change]:
        lead, deal = self._new("L"), self._new("D")
        email = self.chance.choice(EMAILS)
        yield Change("lead", lead, self._lead(lead, email))
        if self.chance.random() < 0.7:
            yield Change("deal", deal, self._deal(deal, email, lead))

    def _lead(self, lead: str, email: str) -> Fields:
        return self._some(
            {"lead_id": lead, "email": email, "created_at": self._when()},
            name=f"Person {lead}",
            phone=self.chance.choice(PHONES),
            owner=self.chance.choice(OWNERS),
            lead_source=self.chance.choice(("Website", "Referral", "Fair")),
            status=self.chance.choice(STAGES[:3]),
            referred_by=self.chance.choice(EMAILS),
        )

    def _deal(self, deal: str, email: str, lead: str) -> Fields:
        closed = self.chance.random() < 0.4
        return self._some(
            {
                "deal_id": deal,
                "stage": self.chance.choice(OUTCOMES if closed else STAGES),
                **({"closed_at": self._when(40)} if closed else {}),
            },
            created_at=self._when(),
            name=f"Deal {deal}",
            contact_email=email,
            lead_id=lead,
            account=self.chance.choice(("A1", "Ask", "Somebody")),
            owner=self.chance.choice(OWNERS),
            product=self.chance.choice(("Chair", "Table")),
            amount=str(self.chance.randrange(100, 900)),
            currency=self.chance.choice(("EUR", "USD", "SEK")),
            pipeline=self.chance.choice(("Sales", "Renewals")),
        )

    def _anything(self) -> Change:
        deal, lead = self._known("deal"), self._known("lead")
        event = {"entered_at": self._when(), "owner": self.chance.choice(OWNERS)}
        stage = self.chance.choice((*STAGES, *OUTCOMES))
        slot = {"owner": "R1", "email": self.chance.choice(EMAILS), "event_type": "Demo call"}
        made: dict[str, Fields] = {
            "stage_event": {**event, "stage": stage, "deal_id": deal},
            "owner_event": {"deal_id": deal, "owner": event["owner"], "from": self._when()},
            "activity": self._some(
                {"kind": "call", "direction": "outgoing", "occurred_at": self._when()},
                deal_id=deal,
                lead_id=lead,
                email=self.chance.choice(EMAILS),
            ),
            "booking": {**slot, "starts_at": self._when(), "booked_at": self._when()},
            "referral": {"referred": deal, "referrer": self.chance.choice(EMAILS)},
            "deal_line": {"deal_id": deal, "product": "Table", "amount": "50"},
            "override": {"entity": "deal", "id": deal, "field": "owner", "value": "R3"},
            "holiday": {"date": self._when()[:10], "name": "Day off"},
        }
        weights = (14, 3, 6, 4, 3, 2, 1, 1)
        entity = self.chance.choices(list(made), weights)[0]
        record = self._new(entity)
        if entity in ("activity", "booking"):
            made[entity][f"{entity}_id"] = record
        return Change(entity, record, made[entity])

    def _edited(self, entity: str) -> Change:
        record = self._known(entity)
        email = self.chance.choice(EMAILS)
        fresh = self._lead(record, email) if entity == "lead" else self._deal(record, email, "")
        kept = self.records[entity][record]
        changed = self.chance.sample(sorted(fresh), k=min(3, len(fresh)))
        return Change(entity, record, {**kept, **{name: fresh[name] for name in changed}})

    def _known(self, entity: str) -> str:
        return self.chance.choice(sorted(self.records.get(entity) or {"none": {}}))

    def _new(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}{self.made}"

    def _some(self, needed: Fields, **optional: str) -> Fields:
        return needed | {k: v for k, v in optional.items() if v and self.chance.random() < 0.75}

    def _when(self, days: int = 30) -> str:
        instant = BEGIN + timedelta(hours=self.chance.randrange(24 * days))
        if self.chance.random() < 0.3:
            return instant.strftime("%Y-%m-%d")
        return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
