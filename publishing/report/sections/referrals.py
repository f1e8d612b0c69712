"""Who brought whom, and what it was worth."""

from dataclasses import dataclass, field
from typing import Any

from publishing.report import text
from publishing.report.marts import Marts, Row
from publishing.report.records import Records, identity, label
from publishing.report.sections.section import Section

TREES = 12
NODES = 150

_TOTALS = """
select count(*) as referrals, count(distinct referred_cycle_id) as cycles,
    count(*) filter (where is_credited) as credited,
    count(*) filter (where is_credited and status = 'won') as won,
    sum(amount_reporting) filter (where is_credited and status = 'won') as amount,
    max(depth) as deepest
from fct_referrals
"""
_ROOTS = """
select root_person_id as person_id, sum(amount_reporting) filter (where status = 'won') as amount,
    count(*) as referrals, max(depth) as depth
from fct_referrals where is_credited and root_person_id is not null
group by root_person_id
order by amount desc nulls last, referrals desc, root_person_id limit $trees
"""
_EDGES = """
select referrals.referrer_person_id, referrals.referred_person_id, referrals.status,
    referrals.amount_reporting, cycles.cycle_id, cycles.source, cycles.record_name,
    cycles.record_url, cycles.deal_id, cycles.lead_id
from fct_referrals as referrals
inner join fct_sales_cycles as cycles on cycles.cycle_id = referrals.referred_cycle_id
where referrals.is_credited and referrals.root_person_id in (select unnest($roots))
order by referrals.referred_at, referrals.referral_id
"""
# The records of a referrer himself: his latest win, else his latest cycle.
_PEOPLE = """
select person_id, cycle_id, source, record_name, record_url, deal_id, lead_id
from fct_sales_cycles where person_id in (select unnest($people))
qualify row_number() over (
    partition by person_id order by (status = 'won') desc, started_at desc nulls last, cycle_id
) = 1
"""
_UNCREDITED = """
select not_credited_reason as reason, count(*) as referrals,
    sum(amount_reporting) filter (where status = 'won') as amount
from fct_referrals where not is_credited group by 1 order by referrals desc
"""
_REASONS = {
    "self": "the buyer named himself",
    "unknown": "the referrer could not be found among the contacts",
    "loop": "the referral would close a circle",
    "repeat_purchase": "the buyer was a customer already",
    "other_referrer": "another referrer of the same cycle is credited",
}


@dataclass
class Node:
    """A person in the tree: the cycle he came by (the root: his own), and whom he brought."""

    label: str
    id: str
    url: str | None
    status: str | None
    amount: float | None
    children: list["Node"] = field(default_factory=list)
    hidden: int = 0  # children not shown, because the page is bounded


def _node(row: Row, *, root: bool = False) -> Node:
    won = not root and row["status"] == "won"
    return Node(
        label(row),
        identity(row),
        text.safe_url(row["record_url"]),
        None if root else row["status"],
        row["amount_reporting"] if won else None,
    )


def _tree(root: Row, people: dict[str, Row], edges: dict[str, list[Row]], room: list[int]) -> Node:
    person = root["person_id"]
    own = people.get(person)
    top = (
        _node(own, root=True) if own else Node(f"person {person[:8]}", "no cycle", None, None, None)
    )

    def grow(node: Node, person_id: str, seen: frozenset[str]) -> None:
        for edge in edges.get(person_id, []):
            if room[0] <= 0:
                node.hidden += 1
                continue
            room[0] -= 1
            child = _node(edge)
            node.children.append(child)
            referred = edge["referred_person_id"]
            if referred and referred not in seen:
                grow(child, referred, seen | {referred})

    grow(top, person, frozenset({person}))
    return top


def _trees(marts: Marts) -> list[dict[str, Any]]:
    roots = marts.rows(_ROOTS, {"trees": TREES})
    ids = [row["person_id"] for row in roots]
    people = {row["person_id"]: row for row in marts.rows(_PEOPLE, {"people": ids})}
    edges: dict[str, list[Row]] = {}
    for edge in marts.rows(_EDGES, {"roots": ids}):
        edges.setdefault(edge["referrer_person_id"], []).append(edge)
    room = [NODES]
    most = max((row["amount"] or 0 for row in roots), default=0)
    return [
        {
            **row,
            "node": _tree(row, people, edges, room),
            "share": (row["amount"] or 0) / (most or 1),
        }
        for row in roots
    ]


def referrals(marts: Marts, records: Records) -> Section:
    """Totals, the largest referral trees by revenue of the whole chain, and what got no credit."""
    totals = marts.one(_TOTALS)
    totals["ref"] = records.cycles(
        "referred",
        "Won through a credited referral",
        "status = 'won' and cycle_id in"
        " (select referred_cycle_id from fct_referrals where is_credited)",
    )
    uncredited = marts.rows(_UNCREDITED)
    for row in uncredited:
        row["words"] = _REASONS.get(row["reason"], text.title(row["reason"]))
    return Section(
        "referrals",
        "Referrals",
        "Referrals",
        "Who brings new customers, and what are the chains worth?",
        {
            "totals": totals,
            "trees": _trees(marts),
            "uncredited": uncredited,
            "referrers": marts.rows(
                "select count(*) as n from referral_attribution"
                " where referrer_person_id <> '(unknown)'"
            )[0]["n"],
        },
        None
        if totals["referrals"]
        else "No referrals: map referred_by of leads or deals, or add a referral table.",
    )
