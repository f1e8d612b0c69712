"""Products, their prices, and what of them is in a deal.

The amount of an opportunity with products is the sum of their lines, so the lines of a deal share
its amount; one without an amount has no lines, and what it is about stands in a field of its own.
"""

from collections.abc import Iterator
from datetime import datetime

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.record import CURRENCY, OPENED, Row, audit
from sandbox.api.salesforce.settings import STANDARD_BOOK
from sandbox.company import Company, shown
from sandbox.company.market import PRODUCTS
from sandbox.company.records import Deal

PER_DEAL = 10
PRODUCT_IDS = {name: ids.spell("01t", n) for n, name in enumerate(PRODUCTS, start=1)}
ENTRY_IDS = {name: ids.spell("01u", n) for n, name in enumerate(PRODUCTS, start=1)}


def products(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the products."""
    for name, (_, cost, category) in PRODUCTS.items():
        yield {
            "Id": PRODUCT_IDS[name],
            "Name": name,
            "ProductCode": _code(name),
            "IsActive": True,
            "Family": category,
            "Unit_Cost__c": cost,
            **CURRENCY,
            **audit(OPENED),
        }


def pricebooks(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the one price list."""
    row = {"Name": "Standard Price Book", "IsActive": True, "IsStandard": True}
    yield {"Id": STANDARD_BOOK, **row, **audit(OPENED)}


def prices(company: Company, now: datetime) -> Iterator[Row]:
    """Yield what each product costs."""
    for name, (price, _, _) in PRODUCTS.items():
        yield {
            "Id": ENTRY_IDS[name],
            "Name": name,
            "Pricebook2Id": STANDARD_BOOK,
            "Product2Id": PRODUCT_IDS[name],
            "UnitPrice": price,
            "IsActive": True,
            "ProductCode": _code(name),
            **CURRENCY,
            **audit(OPENED),
        }


def line_items(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the lines of all deals."""
    for attempt in company.attempts:
        deal = attempt.deal
        if deal is None or not attempt.is_in_crm or deal.created.at >= now:
            continue
        changed = [s.at.at for s in shown.past(deal.steps, now) if s.stage in shown.HAS_PROPOSAL]
        for n, (name, count, amount) in enumerate(lines_of(deal, now)):
            yield {
                "Id": ids.spell("00k", int(deal.deal_id[1:]) * PER_DEAL + n),
                "OpportunityId": ids.deal(deal.deal_id),
                "Product2Id": PRODUCT_IDS[name],
                "PricebookEntryId": ENTRY_IDS[name],
                "Name": f"{deal.name} {name}",
                "ProductCode": _code(name),
                "SortOrder": n + 1,
                "Quantity": float(count),
                "UnitPrice": round(amount / count, 2),
                "ListPrice": PRODUCTS[name][0],
                "TotalPrice": amount,
                "Subtotal": amount,
                "CurrencyIsoCode": deal.currency,
                **audit(deal.created.at, changed[:1]),
            }


def lines_of(deal: Deal, now: datetime) -> list[tuple[str, int, float]]:
    """(product, quantity, amount), which add up to the deal's amount; none while it has none."""
    total = shown.amount(deal, now)
    lines = deal.lines or ([(deal.product, 1, 1.0)] if deal.product else [])
    if total is None or not lines:
        return []
    whole = sum(amount for _, _, amount in lines)
    shares = [(name, count, round(total * amount / whole, 2)) for name, count, amount in lines]
    name, count, _ = shares[-1]
    rest = round(total - sum(amount for _, _, amount in shares[:-1]), 2)
    return [*shares[:-1], (name, count, rest)]


def _code(name: str) -> str:
    return "-".join(word[:3].upper() for word in name.split())
