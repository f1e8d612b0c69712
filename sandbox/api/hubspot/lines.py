"""Products, what of them was in a deal, and the goals of reps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sandbox.api.hubspot.owners import owner_id, user_id
from sandbox.api.hubspot.record import Record, iso, text
from sandbox.company import Company
from sandbox.company.market import PRODUCTS
from sandbox.company.records import Deal
from sandbox.company.roster import Quota, quotas

LINE, PRODUCT, GOAL = 9_700_000_000, 9_800_000_000, 9_900_000_000
PER_DEAL = 10
OPENED = datetime(2024, 6, 3, 8, tzinfo=UTC)
PRODUCT_IDS = {name: str(PRODUCT + n) for n, name in enumerate(PRODUCTS, start=1)}


def products() -> Iterator[Record]:
    """Yield the price list."""
    for name, (price, cost, category) in PRODUCTS.items():
        yield Record(
            PRODUCT_IDS[name],
            OPENED,
            OPENED,
            {
                "name": name,
                "price": text(price),
                "hs_cost_of_goods_sold": text(cost),
                "product_line": category,
            },
        )


def line_items(company: Company, now: datetime) -> Iterator[Record]:
    """Yield the lines of all deals."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is not None and attempt.is_in_crm and deal.created.at < now:
            for line_id, (name, count, amount) in zip(line_ids(deal), _lines(deal), strict=True):
                yield Record(
                    line_id,
                    deal.created.at,
                    deal.created.at,
                    {
                        "name": name,
                        "hs_product_id": PRODUCT_IDS[name],
                        "quantity": str(count),
                        "price": text(PRODUCTS[name][0]),
                        "amount": text(amount),
                    },
                )


def line_ids(deal: Deal) -> list[str]:
    """The ids of the deal's lines."""
    number = int(deal.deal_id[1:])
    return [str(LINE + PER_DEAL * number + n) for n in range(len(_lines(deal)))]


def _lines(deal: Deal) -> list[tuple[str, int, float]]:
    """(product, quantity, amount): a deal with one product has one line of it."""
    if deal.lines or deal.product is None:
        return deal.lines
    return [(deal.product, 1, PRODUCTS[deal.product][0])]


def is_goal(quota: Quota) -> bool:
    """Whether the quota is kept in the CRM: what a rep should sell in a month, in euros."""
    is_monthly = "Q" not in quota.period and len(quota.period) == len("2026-01")
    return (
        bool(quota.owner)
        and is_monthly
        and quota.measure == "revenue"
        and (quota.currency == "EUR")
    )


def goals() -> Iterator[Record]:
    """Yield the goals. A goal's month begins and ends in UTC; it names the owner and its user."""
    for n, quota in enumerate(filter(is_goal, quotas()), start=1):
        year, month = map(int, quota.period.split("-"))
        start = datetime(year, month, 1, tzinfo=UTC)
        after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        yield Record(
            str(GOAL + n),
            OPENED,
            OPENED,
            {
                "hs_goal_name": f"Revenue {start:%B %Y}",
                "hs_target_amount": text(quota.quota),
                "hs_start_datetime": iso(start),
                "hs_end_datetime": iso(after - timedelta(milliseconds=1)),
                "hs_goal_type": "sales_quota",
                "hubspot_owner_id": owner_id(quota.owner),
                "hs_assignee_user_id": str(user_id(quota.owner)),
                "hs_milestone": "monthly",
                "hs_goal_target_currency_code": quota.currency,
                "hs_kpi_metric_type": "SUM",
                "hs_kpi_object_type_id": "0-3",
                "hs_kpi_property_name": "amount_in_home_currency",
                "hs_kpi_unit_type": "currency",
            },
        )
