"""Vendors' ids of the company's records, and the way back.

HubSpot's are numbers with a range per kind of object, Calendly's are UUIDs that hold a tag for
the kind and a number. Records that tests create lie beyond the company's in both.
"""

import re
from collections.abc import Callable, Sequence
from typing import overload

DEAL, LEAD, PERSON, ACCOUNT = 9_100_000_000, 9_200_000_000, 9_300_000_000, 9_400_000_000
REP, ACTIVITY = 9_500_000_000, 9_600_000_000_000
PER_ATTEMPT = 100
"""Activities and bookings of one attempt are fewer than this."""

EVENT, INVITEE, NO_SHOW = 0xE, 0x1E, 0x2E
USER, MEMBERSHIP, EVENT_TYPE, ORGANIZATION = 0x11, 0x12, 0x13, 0x14
FORM, QUESTION, SUBMISSION = 0x21, 0x22, 0x23
STRAY, CREATED = 1 << 40, 1 << 41
UUID = re.compile(r"([0-9a-f]{8})-0000-4000-8000-([0-9a-f]{12})")


class Spelt(Sequence[str]):
    """The ids of many made records, each spelt out only when it is asked for."""

    def __init__(self, numbers: range, spell: Callable[[int], str]):
        self._numbers, self._spell = numbers, spell

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "Spelt": ...
    def __getitem__(self, place: int | slice) -> "str | Spelt":
        found = self._numbers[place]
        return Spelt(found, self._spell) if isinstance(found, range) else self._spell(found)


def _number(company_id: str, letter: str) -> int:
    if not company_id.startswith(letter):
        raise ValueError(f"{company_id} is no id that begins with {letter}")
    return int(company_id[len(letter) :])


def _of_attempt(company_id: str, letter: str) -> int:
    attempt, _, n = company_id.partition("-")
    return _number(attempt, letter) * PER_ATTEMPT + int(n)


def deal(deal_id: str) -> str:
    """D000123 as HubSpot knows it."""
    return str(DEAL + _number(deal_id, "D"))


def deal_of(vendor_id: str) -> str:
    """The company's id of a HubSpot deal."""
    return f"D{int(vendor_id) - DEAL:06d}"


def lead(lead_id: str) -> str:
    """L000012 as HubSpot knows it."""
    return str(LEAD + _number(lead_id, "L"))


def lead_of(vendor_id: str) -> str:
    """The company's id of a HubSpot lead."""
    return f"L{int(vendor_id) - LEAD:06d}"


def person(number: int) -> str:
    """The HubSpot contact of a person."""
    return str(PERSON + number)


def person_of(vendor_id: str) -> int:
    """The number of the person of a HubSpot contact."""
    return int(vendor_id) - PERSON


def account(account_id: str) -> str:
    """A00012 as HubSpot knows it."""
    return str(ACCOUNT + _number(account_id, "A"))


def account_of(vendor_id: str) -> str:
    """The company's id of a HubSpot company."""
    return f"A{int(vendor_id) - ACCOUNT:05d}"


def rep(rep_id: str) -> str:
    """R01 as HubSpot knows it."""
    return str(REP + _number(rep_id, "R"))


def rep_of(vendor_id: str) -> str:
    """The company's id of a HubSpot owner."""
    return f"R{int(vendor_id) - REP:02d}"


def activity(activity_id: str) -> str:
    """T000123-4 as HubSpot knows it."""
    return str(ACTIVITY + _of_attempt(activity_id, "T"))


def activity_of(vendor_id: str) -> str:
    """The company's id of a HubSpot activity."""
    attempt, n = divmod(int(vendor_id) - ACTIVITY, PER_ATTEMPT)
    return f"T{attempt:06d}-{n}"


def uuid(tag: int, number: int) -> str:
    """The UUID of something of the kind `tag` with that number."""
    return f"{tag:08x}-0000-4000-8000-{number:012x}"


def of_uuid(text: str) -> tuple[int, int]:
    """The tag and number of a UUID, or of a URI that ends in one; raises ValueError if foreign."""
    found = UUID.fullmatch(text.rpartition("/")[2])
    if found is None:
        raise ValueError(f"{text} is no id of the sandbox")
    return int(found[1], 16), int(found[2], 16)


def booking_number(booking_id: str) -> int:
    """The number that B000123-2 or X00004 has in UUIDs."""
    if booking_id.startswith("X"):
        return STRAY + int(booking_id[1:])
    return _of_attempt(booking_id, "B")


def event(booking_id: str) -> str:
    """The UUID of the Calendly event of a booking."""
    return uuid(EVENT, booking_number(booking_id))


def invitee(booking_id: str) -> str:
    """The UUID of the Calendly invitee of a booking."""
    return uuid(INVITEE, booking_number(booking_id))


def booking_of(text: str) -> str:
    """The company's id of the booking of an event, an invitee or a no-show: a UUID or its URI."""
    number = of_uuid(text)[1]
    if number & STRAY:
        return f"X{number - STRAY:05d}"
    attempt, n = divmod(number, PER_ATTEMPT)
    return f"B{attempt:06d}-{n}"
