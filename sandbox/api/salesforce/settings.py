"""How the organization is set up: stages, statuses, record types, currencies, periods, quotas."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.record import CURRENCY, OPENED, Row, audit
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company import Company
from sandbox.company.clock import end_of, local_day, midnight
from sandbox.company.market import (
    DEAL_STAGES,
    OUTCOMES,
    PARKING_LOT,
    PIPELINES,
    REPORTING_CURRENCY,
    rates,
)
from sandbox.company.roster import FIRST_QUOTA, LAST_QUOTA, Quota, quotas

RENAMED, NEW_LABEL = "Proposal sent", "Offer sent"
"""On the day after the opening a stage gets another label; records keep its name in the API."""
_RENAMED_AT = end_of(0).replace(minute=5)
RECORD_TYPES = {name: ids.spell("012", n) for n, name in enumerate(PIPELINES, start=1)}
STANDARD_BOOK, SPLIT_TYPE = ids.spell("01s", 1), ids.spell("1Et", 1)
FORECAST = ids.spell("0Db", 1)
ORGANIZATION = ids.spell("00D", 1)
WORDS = (*DEAL_STAGES, PARKING_LOT)
STATUSES = (
    ("Open - Not Contacted", True, False),
    ("Working - Contacted", False, False),
    ("Closed - Converted", False, True),
    ("Closed - Not Converted", False, False),
)
"""Label, whether new leads have it, whether it can be that of a converted lead."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage says of a deal."""

    is_won: bool
    is_closed: bool
    probability: float

    @property
    def category(self) -> str:
        """Where forecasts count it."""
        return ("Closed" if self.is_won else "Omitted") if self.is_closed else "Pipeline"

    category_name = category


@cache
def stage(word: str) -> Stage:
    """What the stage of that name says."""
    target = DEAL_STAGES.get(word, "")
    is_won = target in ("won", "referral")
    is_closed = is_won or target in OUTCOMES
    if is_closed:
        return Stage(is_won, True, 100.0 if is_won else 0.0)
    return Stage(False, False, 10.0 + 10 * WORDS.index(word) % 80)


def stages(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the stages of opportunities, which all record types choose from."""
    for n, word in enumerate(WORDS, start=1):
        is_new = word == RENAMED and now > _RENAMED_AT
        found = stage(word)
        yield {
            "Id": ids.spell("01J", n),
            "MasterLabel": NEW_LABEL if is_new else word,
            "ApiName": word,
            "IsActive": True,
            "SortOrder": n,
            "IsClosed": found.is_closed,
            "IsWon": found.is_won,
            "ForecastCategory": found.category,
            "ForecastCategoryName": found.category_name,
            "DefaultProbability": found.probability,
            **audit(OPENED, [_RENAMED_AT] if is_new else []),
        }


def statuses(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the statuses of leads."""
    for n, (label, is_default, is_converted) in enumerate(STATUSES, start=1):
        yield {
            "Id": ids.spell("01J", 500 + n),
            "MasterLabel": label,
            "ApiName": label,
            "SortOrder": n,
            "IsDefault": is_default,
            "IsConverted": is_converted,
            **audit(OPENED),
        }


def record_types(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the kinds of opportunities."""
    for name, record_id in RECORD_TYPES.items():
        yield {
            "Id": record_id,
            "Name": name,
            "DeveloperName": name,
            "SobjectType": "Opportunity",
            "IsActive": True,
            **audit(OPENED),
        }


def split_types(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the one kind of splits: those of revenue add up to the whole of it."""
    yield {
        "Id": SPLIT_TYPE,
        "DeveloperName": "Revenue",
        "MasterLabel": "Revenue",
        "IsActive": True,
        "SplitField": "Amount",
        "IsTotalValidated": True,
        **audit(OPENED),
    }


def currencies(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the currencies with the rates that hold where no date counts."""
    newest = {REPORTING_CURRENCY: 1.0}
    newest |= {currency: _rate(price) for currency, _, price in _rates(company, now)}
    for n, (currency, rate) in enumerate(newest.items(), start=1):
        yield {
            "Id": ids.spell("01L", n),
            "IsoCode": currency,
            "ConversionRate": rate,
            "DecimalPlaces": 2,
            "IsActive": True,
            "IsCorporate": currency == REPORTING_CURRENCY,
            **audit(OPENED),
        }


def dated_rates(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the rates by date: units of the currency for one of the company's own."""
    known = list(_rates(company, now))
    for n, (currency, start, price) in enumerate(known, start=1):
        after = known[n][1] if n < len(known) and known[n][0] == currency else date(9999, 12, 31)
        code = sum(map(ord, currency)) % 100
        yield {
            "Id": ids.spell("04w", code * 1_000_000 + start.toordinal()),
            "IsoCode": currency,
            "StartDate": start.isoformat(),
            "NextStartDate": after.isoformat(),
            "ConversionRate": _rate(price),
            **audit(max(midnight(start) + timedelta(hours=6), OPENED)),
        }


def organization(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the organization."""
    yield {
        "Id": ORGANIZATION,
        "Name": "Kvist Software",
        "Country": "DK",
        "TimeZoneSidKey": "Europe/Copenhagen",
        "LanguageLocaleKey": "en_US",
        "FiscalYearStartMonth": 1,
        "UsesStartDateAsFiscalYearName": True,
        "IsSandbox": False,
        "InstanceName": "EU99",
        "OrganizationType": "Enterprise Edition",
        **audit(OPENED),
    }


def periods(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the months, quarters and years of the company's plans."""
    for year in range(FIRST_QUOTA.year, LAST_QUOTA.year + 1):
        for kind, months in (("Month", 1), ("Quarter", 3), ("Year", 12)):
            for n in range(12 // months):
                start = date(year, n * months + 1, 1)
                after = date(year + (n * months + months) // 12, (n * months + months) % 12 + 1, 1)
                yield {
                    "Id": _period_id(start, kind),
                    "StartDate": start.isoformat(),
                    "EndDate": (after - timedelta(days=1)).isoformat(),
                    "Type": kind,
                    "Number": n + 1,
                    "IsForecastPeriod": kind == "Month",
                    "FullyQualifiedLabel": f"{kind} {n + 1} FY {year}",
                    "SystemModstamp": datetime_text(OPENED),
                }


def forecasting_types(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the one kind of forecasts: revenue of opportunities."""
    yield {
        "Id": FORECAST,
        "DeveloperName": "OpportunityRevenue",
        "MasterLabel": "Opportunity Revenue",
        "IsActive": True,
        "IsAmount": True,
        "IsQuantity": False,
        "RoleType": "R",
        **audit(OPENED),
    }


def is_goal(quota: Quota) -> bool:
    """Whether the quota is kept here: what a rep should sell in a month, in any currency."""
    is_monthly = "Q" not in quota.period and len(quota.period) == len("2026-01")
    return bool(quota.owner) and is_monthly and quota.measure == "revenue"


def forecasting_quotas(company: Company, now: datetime) -> Iterator[Row]:
    """Yield what reps are expected to sell."""
    for n, quota in enumerate(filter(is_goal, quotas()), start=1):
        start = date.fromisoformat(f"{quota.period}-01")
        yield {
            "Id": ids.spell("0J9", n),
            "QuotaOwnerId": ids.rep(quota.owner),
            "PeriodId": _period_id(start, "Month"),
            "ForecastingTypeId": FORECAST,
            "QuotaAmount": quota.quota,
            "StartDate": start.isoformat(),
            "IsAmount": True,
            "IsQuantity": False,
            "CurrencyIsoCode": quota.currency or CURRENCY["CurrencyIsoCode"],
            **audit(OPENED),
        }


def _period_id(start: date, kind: str) -> str:
    place = ("Month", "Quarter", "Year").index(kind)
    return ids.spell("026", start.year * 1000 + start.month * 10 + place)


def _rates(company: Company, now: datetime) -> Iterator[tuple[str, date, float]]:
    return rates(company.seed, local_day(now - timedelta(seconds=1)))


def _rate(price: float) -> float:
    return round(1 / price, 6)
