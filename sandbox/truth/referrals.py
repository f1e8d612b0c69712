"""Who named whom, who gets the credit, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sandbox.company.records import Referral
from sandbox.truth.arithmetic import ratio
from sandbox.truth.cycles import Books, Cycle
from sandbox.truth.segments import UNKNOWN, total
from sandbox.truth.visits import Row


@dataclass(eq=False)
class Link:
    """One referral and the cycle that it brought; `above` is the credited one before it."""

    referral: Referral
    cycle: Cycle
    above: "Link | None" = None

    @property
    def referrer(self) -> int | None:
        """The number of the person who named, None if nobody knows him."""
        return self.referral.referrer.number if self.referral.referrer else None

    @property
    def referred(self) -> int:
        """The number of the person who was named."""
        return self.cycle.attempt.person.number

    @property
    def at(self) -> datetime:
        """When: the noted time, else the start of the cycle."""
        return self.referral.referred_at or self.cycle.started.at

    @property
    def is_credited(self) -> bool:
        """Whether the referrer earned it."""
        return self.referral.refused is None

    @property
    def depth(self) -> int:
        """1 for the first of a chain."""
        return 1 + (self.above.depth if self.above else 0)

    @property
    def root(self) -> int | None:
        """Who began the chain."""
        return self.above.root if self.above else self.referrer

    @property
    def won_amount(self) -> float | None:
        """What the cycle brought, None unless it is won."""
        return self.cycle.amount_reporting if self.cycle.status == "won" else None


def links(books: Books) -> list[Link]:
    """Every referral whose cycle exists by now, tied to the one that brought its referrer."""
    found = [
        Link(referral, cycle)
        for cycle in books.of_attempt.values()
        for referral in cycle.attempt.referrals
    ]
    brought = {link.referred: link for link in found if link.is_credited}
    for link in found:
        before = brought.get(link.referrer or 0)
        if link.is_credited and before is not None and before.at < link.at:
            link.above = before
    return found


def fct_referrals(books: Books) -> Iterator[Row]:
    """Yield every referral. `depth` and `root` are given for credited ones, which form chains."""
    for link in links(books):
        is_chained = link.is_credited
        yield {
            "deal_id": link.cycle.deal_id,
            "lead_id": link.cycle.lead_id,
            "referrer": link.referrer,
            "referred": link.referred,
            "depth": link.depth if is_chained else None,
            "root": link.root if is_chained else None,
            "referred_at": link.at,
            "status": link.cycle.status,
            "is_credited": link.is_credited,
            "not_credited_reason": link.referral.refused,
            "amount_reporting": link.cycle.amount_reporting,
            "is_repeat_purchase": link.cycle.attempt.kind == "repeat",
        }


def referral_attribution(books: Books) -> Iterator[Row]:
    """Yield what each referrer's credited referrals came to, and under (unknown) all others.

    A cycle that one referrer is credited with is not under (unknown) for the sake of another.
    """
    everything = links(books)
    credited: dict[int, list[Link]] = {}
    for link in everything:
        if link.is_credited and link.referrer is not None:
            credited.setdefault(link.referrer, []).append(link)
    earned = {link.cycle for own in credited.values() for link in own}
    rest = {link.cycle: link for link in everything if link.cycle not in earned}
    for referrer, own in credited.items():
        chain = _below(own, everything)
        yield _sums(own) | {
            "referrer": referrer,
            "chain_amount_reporting": total({c: c.won_amount for c in chain}.values()),
        }
    yield _sums(list(rest.values())) | {"referrer": UNKNOWN}


def _below(own: list[Link], everything: list[Link]) -> list[Link]:
    """These referrals and all that followed from them."""
    found, fresh = list(own), set(own)
    while fresh:
        fresh = {link for link in everything if link.is_credited and link.above in fresh}
        found += fresh
    return found


def _sums(own: list[Link]) -> Row:
    won = [link for link in own if link.cycle.status == "won"]
    return {
        "referrals": len(own),
        "became_cycles": len(own),
        "won": len(won),
        "won_amount_reporting": total(link.won_amount for link in won),
        "conversion": ratio(len(won), len(own)),
        "last_referral_at": max((link.at for link in own), default=None),
    }
