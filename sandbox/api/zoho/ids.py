"""Zoho's ids of the company's records: 19 digits, of which the first say which organisation.

Ids of one organisation are handed out in order, so of two records of a module the later one has the
larger id.
"""

from sandbox.company.roster import STRANGER

ORG = 4_876_876_000_000_000_000
PER_KIND = 10_000_000_000
DEAL, LEAD, PERSON, ACCOUNT, USER, ACTIVITY, HISTORY, TIMELINE, PRODUCT, LAYOUT = (
    ORG + kind * PER_KIND for kind in range(1, 11)
)
PER_ATTEMPT = 100
"""Activities of one attempt are fewer than this."""
PER_RECORD = 1_000
"""Rows of history of one record are fewer than this."""
NOBODY = USER + 98
"""The user whose records are nobody's."""


def deal(deal_id: str) -> str:
    """D000123 as Zoho knows it."""
    return str(DEAL + _number(deal_id, "D"))


def lead(lead_id: str) -> str:
    """L000012 as Zoho knows it."""
    return str(LEAD + _number(lead_id, "L"))


def person(number: int) -> str:
    """The contact of a person."""
    return str(PERSON + number)


def account(account_id: str) -> str:
    """A00012 as Zoho knows it."""
    return str(ACCOUNT + _number(account_id, "A"))


def rep(rep_id: str | None) -> str:
    """The user of R01, of somebody whom no roster lists, or of nobody."""
    if rep_id is None:
        return str(NOBODY)
    return str(USER + (99 if rep_id == STRANGER else _number(rep_id, "R")))


def activity(activity_id: str) -> str:
    """T000123-4 as Zoho knows it."""
    attempt, _, n = activity_id.partition("-")
    return str(ACTIVITY + _number(attempt, "T") * PER_ATTEMPT + int(n))


def of_record(base: int, record_id: str, n: int) -> str:
    """The id of the nth row of history (`base` HISTORY or TIMELINE) of a deal or lead."""
    return str(base + (int(record_id) - DEAL) % PER_KIND * PER_RECORD + n)


def _number(company_id: str, letter: str) -> int:
    if not company_id.startswith(letter):
        raise ValueError(f"{company_id} is no id that begins with {letter}")
    return int(company_id[len(letter) :])
