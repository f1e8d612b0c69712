"""What the company sells, how its CRM names things, and what it pays in which currency."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sandbox.company.clock import FIRST_DAY
from sandbox.company.dice import stream

STAGES = ("prospecting", "outreach", "qualification", "demo", "objections", "closing")
OUTCOMES = ("won", "lost", "disqualified")
NUMBER = {stage: number for number, stage in enumerate(STAGES, start=1)}

DEAL_STAGES = {
    "New opportunity": "prospecting",
    "First contact": "outreach",
    "Appointment scheduled": "qualification",
    "Demo done": "demo",
    "Proposal sent": "objections",
    "Negotiation": "objections",
    "Contract sent": "closing",
    "Closed won": "won",
    "Invoiced": "won",
    "Closed lost": "lost",
    "Not a fit": "disqualified",
    "Reference call": "referral",
}
LEAD_STAGES = {
    "New": "prospecting",
    "Contacted": "outreach",
    "Qualified": "qualification",
    "Unqualified": "disqualified",
}
PARKING_LOT = "Parking lot"
"""A stage that somebody added to the CRM and nobody told the warehouse about."""

FIRST_NAME_OF = {
    stage: name for name, stage in reversed(DEAL_STAGES.items()) if stage in (*STAGES, *OUTCOMES)
}
"""The CRM's word for a stage; where it has two, the one that comes first."""

PIPELINES = {"Sales": "new_business", "Renewals": "renewal"}

LEAD_SOURCES = {
    "Web form": 30.0,
    "Webinar": 12.0,
    "Trade fair": 10.0,
    "LinkedIn outreach": 16.0,
    "Cold call list": 16.0,
    "Reseller": 7.0,
    "Flyer 2019": 3.0,
    "": 6.0,
}
REFERRED = "Customer referral"
"""The lead source of everybody whom somebody named, and of nobody else."""

CHANNELS = {
    "inbound": ["Web form", "Webinar", "Trade fair"],
    "outbound": ["LinkedIn outreach", "Cold call list"],
    "referral": [REFERRED],
    "partner": ["Reseller"],
}
CHANNEL_OF = {source: channel for channel, sources in CHANNELS.items() for source in sources}

PRODUCTS = {
    "NordFlow Basic": (2400.0, 700.0, "Software"),
    "NordFlow Pro": (7800.0, 1900.0, "Software"),
    "NordFlow Enterprise": (26000.0, 6100.0, "Software"),
    "Onboarding Package": (3500.0, 2200.0, "Services"),
    "Field Tablet": (640.0, 455.0, "Hardware"),
    "Støtteaftale": (1250.0, 300.0, "Services"),
}
"""List price and unit cost in EUR, and category."""

PRODUCT_TYPOS = {"NordFlowPro": "NordFlow Pro", "Nord Flow Basic": "NordFlow Basic"}

REPORTING_CURRENCY = "EUR"
MIDDLE_RATES = {"DKK": 0.134, "USD": 0.915}
RATE_GAP = {"USD": (date(2025, 2, 10), date(2025, 3, 18))}
"""Weeks in which nobody entered the rate of the currency: from, until (not included)."""

COSTS = {"ads": ("inbound", 5200.0), "events": ("inbound", 3100.0), "lists": ("outbound", 900.0)}
"""Channel that the money is spent for, and EUR in a usual month."""


def draw_product(dice: random.Random) -> str:
    """A product, all equally likely."""
    return list(PRODUCTS)[int(dice.random() * len(PRODUCTS))]


def rates(seed: int, until: date) -> Iterator[tuple[str, date, float]]:
    """Yield (currency, Monday, price of one unit in EUR) up to and including `until`."""
    for currency, middle in MIDDLE_RATES.items():
        day = FIRST_DAY - timedelta(days=7)
        while day <= until:
            gap = RATE_GAP.get(currency)
            if gap is None or not gap[0] <= day < gap[1]:
                wobble = stream(seed, "rate", currency, day).gauss(0.0, 0.01)
                yield currency, day, round(middle * (1 + wobble), 6)
            day += timedelta(days=7)


def costs(seed: int, until: date) -> Iterator[tuple[str, str, str, float]]:
    """Yield (month, kind, channel, amount in EUR) of the months over by `until`."""
    year, month = FIRST_DAY.year, FIRST_DAY.month
    while (year, month) < (until.year, until.month):
        for kind, (channel, middle) in COSTS.items():
            factor = 1 + stream(seed, "cost", year, month, kind).gauss(0.0, 0.15)
            yield f"{year}-{month:02d}", kind, channel, round(middle * factor, 2)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def holidays(first_year: int = 2024, last_year: int = 2027) -> dict[date, str]:
    """The public holidays of Denmark on which nobody works."""
    found: dict[date, str] = {}
    for year in range(first_year, last_year + 1):
        sunday = easter(year)
        found |= {
            date(year, 1, 1): "Nytårsdag",
            sunday - timedelta(days=3): "Skærtorsdag",
            sunday - timedelta(days=2): "Langfredag",
            sunday + timedelta(days=1): "2. påskedag",
            sunday + timedelta(days=39): "Kristi himmelfartsdag",
            sunday + timedelta(days=50): "2. pinsedag",
            date(year, 12, 24): "Juleaften",
            date(year, 12, 25): "Juledag",
            date(year, 12, 26): "2. juledag",
        }
    return found
