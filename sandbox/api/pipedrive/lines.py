"""Products, what of them is on a deal, and goals."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sandbox.api.pipedrive import fields, ids
from sandbox.api.pipedrive.record import Json, Record, rfc
from sandbox.api.pipedrive.settings import COMPANY_ID, CURRENCIES, OPENED, STAGE_IDS
from sandbox.company import Company
from sandbox.company.market import FIRST_NAME_OF, PRODUCTS
from sandbox.company.records import Deal
from sandbox.company.roster import Quota, quotas

PER_DEAL = 10
PRODUCT_IDS = {name: ids.PRODUCT + n for n, name in enumerate(PRODUCTS, start=1)}
INTERVALS = {7: "monthly", 6: "quarterly", 4: "yearly"}
"""Length of the text of a period: the interval of its goal."""
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
TYPES = {"revenue": "deals_won", "deals_won": "deals_won", "stage:demo": "deals_progressed"}


def products(company: Company) -> Iterator[Record]:
    """Yield the price list."""
    for name, (price, cost, category) in PRODUCTS.items():
        number = PRODUCT_IDS[name]
        prices = {"product_id": number, "price": price, "currency": "EUR", "cost": cost}
        body: Json = {
            "name": name,
            "code": None,
            "description": None,
            "unit": "",
            "tax": 0,
            "category": category,
            "is_linkable": True,
            "visible_to": 3,
            "owner_id": ids.ADMIN,
            "prices": [prices | {"direct_cost": None, "notes": ""}],
            "custom_fields": {fields.key("Unit"): None},
        }
        yield Record(number, OPENED, OPENED, body)


def lines_of(deal: Deal) -> list[tuple[str, int, float]]:
    """(product, quantity, sum): a deal with one product has one line of it."""
    if deal.lines or deal.product is None:
        return deal.lines
    return [(deal.product, 1, PRODUCTS[deal.product][0])]


def deal_products(deal: Deal) -> list[Json]:
    """The lines of a deal."""
    number = int(ids.deal(deal.deal_id))
    return [
        {
            "id": (ids.LINE + number) * PER_DEAL + n,
            "sum": amount,
            "tax": 0,
            "deal_id": number,
            "name": name,
            "product_id": PRODUCT_IDS[name],
            "product_variation_id": None,
            "order_nr": n,
            "add_time": rfc(deal.created.at),
            "update_time": rfc(deal.created.at),
            "comments": "",
            "currency": deal.currency,
            "discount": 0,
            "discount_type": "percentage",
            "quantity": count,
            "item_price": PRODUCTS[name][0],
            "tax_method": "inclusive",
            "is_enabled": True,
            "billing_frequency": "one-time",
            "billing_frequency_cycles": None,
            "billing_start_date": None,
        }
        for n, (name, count, amount) in enumerate(lines_of(deal), start=1)
    ]


def is_goal(quota: Quota) -> bool:
    """Whether the quota is a goal of the CRM: those of teams stand in a sheet."""
    return not quota.team and quota.measure in TYPES


def goals() -> list[Json]:
    """The goals: one for as long as somebody's quota stays the same."""

    def what(quota: Quota) -> tuple[object, ...]:
        return quota.owner, quota.measure, quota.currency, quota.quota, len(quota.period)

    found: list[Json] = []
    ordered = sorted(filter(is_goal, quotas()), key=lambda quota: (*map(str, what(quota)),))
    for _, same in groupby(ordered, key=what):
        run: list[Quota] = []
        for quota in sorted(same, key=lambda quota: _first(quota.period)):
            if run and _after(run[-1].period) != _first(quota.period):
                found.append(_goal(run, len(found) + 1))
                run = []
            run.append(quota)
        found.append(_goal(run, len(found) + 1))
    return found


def _goal(run: list[Quota], number: int) -> Json:
    quota = run[0]
    params: Json = {"pipeline_id": None}
    if quota.measure == "stage:demo":
        params["stage_id"] = STAGE_IDS["Sales", FIRST_NAME_OF["demo"]]
    outcome: Json = {"target": quota.quota, "tracking_metric": "quantity"}
    if quota.measure == "revenue":
        outcome |= {"tracking_metric": "sum", "currency_id": CURRENCIES[quota.currency]}
    assignee = {"type": "company", "id": COMPANY_ID}
    if quota.owner:
        assignee = {"type": "person", "id": int(ids.rep(quota.owner))}
    return {
        "id": f"5665cef556ddff22606f{number:012x}",
        "owner_id": ids.ADMIN,
        "title": f"{quota.measure} of {quota.owner or 'the company'}",
        "type": {"name": TYPES[quota.measure], "params": params},
        "assignee": assignee,
        "interval": INTERVALS[len(quota.period.replace("-Q", "-"))],
        "duration": {
            "start": f"{_first(quota.period)}",
            "end": f"{_after(run[-1].period) - timedelta(days=1)}",
        },
        "expected_outcome": outcome,
        "is_active": True,
        "report_ids": [],
    }


def _first(period: str) -> date:
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return date(int(year), 3 * int(part[1:]) - 2, 1)
    return date(int(year), int(part or 1), 1)


def _after(period: str) -> date:
    months = MONTHS[INTERVALS[len(period.replace("-Q", "-"))]]
    first = _first(period)
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
