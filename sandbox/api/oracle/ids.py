"""Oracle's ids of the company's records: large numbers, with a range per kind of record."""

from sandbox.company.roster import NAMES, STRANGER

BASE = 300_000_000_000_000
DEAL, LEAD, PERSON, ACCOUNT = (BASE + n * 1_000_000_000 for n in (1, 2, 3, 4))
REP, PRODUCT, SETUP = (BASE + n * 1_000_000_000 for n in (5, 6, 7))
ACTIVITY, SNAPSHOT, REVENUE = (BASE + n * 1_000_000_000_000 for n in (1, 2, 3))
CONTACT, LINK, CHANGE = (BASE + n * 1_000_000_000_000 for n in (4, 5, 6))
PER_RECORD = 100
"""Activities of an attempt, and stages and lines of a deal, are fewer than this."""


def deal(deal_id: str) -> str:
    """D000123 as Oracle knows it."""
    return str(DEAL + _number(deal_id, "D"))


def lead(lead_id: str) -> str:
    """L000012 as Oracle knows it."""
    return str(LEAD + _number(lead_id, "L"))


def person(number: int) -> str:
    """The contact of a person."""
    return str(PERSON + number)


def account(account_id: str) -> str:
    """A00012 as Oracle knows it."""
    return str(ACCOUNT + _number(account_id, "A"))


def rep(rep_id: str) -> str:
    """The resource that stands for R01, or for the owner whom no roster lists."""
    return str(REP + (990 if rep_id == STRANGER else _number(rep_id, "R")))


def activity(activity_id: str) -> int:
    """T000123-4 as Oracle knows it."""
    attempt, _, n = activity_id.partition("-")
    return ACTIVITY + _number(attempt, "T") * PER_RECORD + int(n)


def opty_number(opty_id: int) -> str:
    """What people call an opportunity, and paths."""
    return f"CDRM_{opty_id - DEAL}"


def _number(company_id: str, letter: str) -> int:
    if not company_id.startswith(letter):
        raise ValueError(f"{company_id} is no id that begins with {letter}")
    return int(company_id[len(letter) :])


CALLER = int(rep(next(iter(NAMES))))
"""Who asks: the first of the roster, who owns little."""
