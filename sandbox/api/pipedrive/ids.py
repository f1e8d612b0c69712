"""Pipedrive's ids of the company's records: numbers that count up per company, leads are UUIDs."""

from sandbox.company.roster import NAMES, STRANGER

DEAL, ORGANIZATION, PERSON, USER = 100_000, 200_000, 300_000, 21_400_100
ACTIVITY, NOTE, LINE, PRODUCT = 4_000_000, 5_000_000, 600_000, 70_000
LEAD_TAG = 0xAD
PER_ATTEMPT = 100
"""Activities of one attempt are fewer than this."""
NOBODY_NUMBER, STRANGER_NUMBER = 90, 91


def deal(deal_id: str) -> str:
    """D000123 as Pipedrive knows it."""
    return str(DEAL + _number(deal_id, "D"))


def lead(lead_id: str) -> str:
    """L000012 as Pipedrive knows it."""
    return lead_uuid(_number(lead_id, "L"))


def person(number: int) -> str:
    """The person of Pipedrive that stands for one of the company."""
    return str(PERSON + number)


def account(account_id: str) -> str:
    """A00012 as Pipedrive knows it."""
    return str(ORGANIZATION + _number(account_id, "A"))


def rep(rep_id: str | None) -> str:
    """The user that stands for a rep; what nobody owns belongs to a user, too."""
    if rep_id is None:
        return str(USER + NOBODY_NUMBER)
    return str(USER + (STRANGER_NUMBER if rep_id == STRANGER else _number(rep_id, "R")))


def activity(activity_id: str) -> int:
    """T000123-4 as Pipedrive knows it; notes are counted apart."""
    attempt, _, n = activity_id.partition("-")
    return _number(attempt, "T") * PER_ATTEMPT + int(n)


def lead_uuid(number: int) -> str:
    """The UUID of the lead with that number."""
    return f"{LEAD_TAG:08x}-1e4d-11ef-9a6b-{number:012x}"


def _number(company_id: str, letter: str) -> int:
    if not company_id.startswith(letter):
        raise ValueError(f"{company_id} is no id that begins with {letter}")
    return int(company_id[len(letter) :])


ADMIN = int(rep(next(iter(NAMES))))
"""Who set the company up."""
