"""Amounts in the reporting currency."""

from datetime import date

from sandbox.company.market import REPORTING_CURRENCY, rates

MAX_AGE_DAYS = 10


class RateTable:
    """The exchange rates that are known by the end of `today`."""

    def __init__(self, seed: int, today: date):
        self._rates: dict[str, list[tuple[date, float]]] = {}
        for currency, day, rate in rates(seed, today):
            self._rates.setdefault(currency, []).append((day, rate))

    def convert(self, amount: float | None, currency: str, day: date) -> float | None:
        """The amount at the newest rate on or before `day`; None if that is over ten days old."""
        if amount is None or currency == REPORTING_CURRENCY:
            return amount
        known = [row for row in self._rates.get(currency, []) if row[0] <= day]
        if not known or (day - known[-1][0]).days > MAX_AGE_DAYS:
            return None
        return amount * known[-1][1]
