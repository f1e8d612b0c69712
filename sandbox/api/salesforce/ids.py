"""Salesforce's ids of the company's records: 18 characters, the first three say which object.

Fifteen characters that case tells apart, and three that say which of those are capitals, so that
systems which ignore case keep ids apart. A number's digits are in the order of the characters'
codes: ids that are handed out later sort behind.
"""

from sandbox.company.roster import NAMES, STRANGER

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
POD = "7Q0"
PLACES = 9
PER_ATTEMPT = 100
"""Activities of one attempt are fewer than this."""
LEAD, CONTACT, ACCOUNT, OPPORTUNITY = "00Q", "003", "001", "006"
USER, QUEUE, EVENT, TASK = "005", "00G", "00U", "00T"
STRANGER_NUMBER, SYSTEM_NUMBER = 990, 999


def spell(prefix: str, number: int) -> str:
    """The id of the object with that prefix which has that number."""
    places = ""
    for _ in range(PLACES):
        number, digit = divmod(number, len(DIGITS))
        places = DIGITS[digit] + places
    return whole(f"{prefix}{POD}{places}")


def whole(short: str) -> str:
    """The 18 characters of an id of 15; one of 18 stays."""
    if len(short) != 15:
        return short
    checks = ""
    for start in (0, 5, 10):
        bits = sum(
            1 << place for place, letter in enumerate(short[start : start + 5]) if letter.isupper()
        )
        checks += CHECKS[bits]
    return short + checks


def number_of(record_id: str) -> int:
    """The number of an id of 15 or 18 characters; raises ValueError where it is none of ours."""
    if len(record_id) not in (15, 18) or record_id[3:6] != POD:
        raise ValueError(f"{record_id} is no id of the sandbox")
    number = 0
    for letter in record_id[6:15]:
        number = number * len(DIGITS) + DIGITS.index(letter)
    return number


def deal(deal_id: str) -> str:
    """D000123 as Salesforce knows it."""
    return spell(OPPORTUNITY, _number(deal_id, "D"))


def lead(lead_id: str) -> str:
    """L000012 as Salesforce knows it."""
    return spell(LEAD, _number(lead_id, "L"))


def person(number: int) -> str:
    """The contact of a person."""
    return spell(CONTACT, number)


def account(account_id: str) -> str:
    """A00012 as Salesforce knows it."""
    return spell(ACCOUNT, _number(account_id, "A"))


def rep(rep_id: str) -> str:
    """The user that stands for R01, or for the owner whom no roster lists."""
    return spell(USER, STRANGER_NUMBER if rep_id == STRANGER else _number(rep_id, "R"))


def activity(activity_id: str, kind: str) -> str:
    """T000123-4 as Salesforce knows it: a meeting is an event, everything else a task."""
    attempt, _, n = activity_id.partition("-")
    number = _number(attempt, "T") * PER_ATTEMPT + int(n)
    return spell(EVENT if kind == "meeting" else TASK, number)


def _number(company_id: str, letter: str) -> int:
    if not company_id.startswith(letter):
        raise ValueError(f"{company_id} is no id that begins with {letter}")
    return int(company_id[len(letter) :])


SYSTEM_USER = spell(USER, SYSTEM_NUMBER)
"""The user of the platform itself, which owns what nobody owns: an owner may not be missing."""
LEAD_QUEUE = spell(QUEUE, 1)
"""Where leads wait that nobody has taken."""
ADMIN = rep(next(iter(NAMES)))
"""Who set the organization up."""
