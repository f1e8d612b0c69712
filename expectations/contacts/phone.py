"""Phone numbers, judged by libphonenumber's metadata for all regions.

libphonenumber says more kinds of "no" than a reader can act on. They become ours like this:

- too short, too long: the length that its metadata states, also for a number that would only do
  inside its own area (a local number without area code is too short to be called from elsewhere);
- unknown_region: no country code, and no region that libphonenumber knows to read it in, or a
  country code that no country has;
- not_a_number: no digits, words behind the digits, digits lost to a spreadsheet's scientific
  notation, or a length that is right where no subscriber can have this number.
"""

import re
from decimal import Decimal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

from expectations.contacts.verdict import Reason, Verdict, invalid

_TYPE_NAMES = {
    value: name.lower()
    for name, value in vars(PhoneNumberType).items()
    if name.isupper() and isinstance(value, int)
}
_REFUSED: dict[int, Reason] = {
    NumberParseException.INVALID_COUNTRY_CODE: "unknown_region",
    NumberParseException.NOT_A_NUMBER: "not_a_number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}
_IMPOSSIBLE: dict[int, Reason] = {
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_COUNTRY_CODE: "unknown_region",
}
# A number column read as a number: "4532123456.0", "4.532123456E9", with either decimal mark.
_FLOAT = re.compile(r"\+?(\d+)[.,](0{1,2}|\d+[eE]\+?\d+)")
# libphonenumber takes what follows a comma for an extension: a second number in the cell, too
_LONGEST_EXTENSION = 6
_WORDS_BEHIND = re.compile(r"\d.*[^\W\d_]", re.DOTALL)


def judge(raw: str | None, region: str | None) -> Verdict:
    """The verdict on a phone number as somebody typed it.

    `region` is the ISO 3166 alpha-2 code (any letter case) in which a number without a country
    code is read; anything else, a country's name too, counts as no region. A normalised number is
    E.164, with `;ext=` where an extension makes it another line of the same switchboard.
    """
    text = "" if raw is None else raw.strip()
    if not text:
        return invalid("missing")
    digits = _without_float(text)
    if digits is None:
        return invalid("not_a_number")
    try:
        number = phonenumbers.parse(digits, _known(region))
    except NumberParseException as error:
        if error.error_type == NumberParseException.NOT_A_NUMBER and digits.isdecimal():
            return invalid("too_short")
        return invalid(_REFUSED[error.error_type])
    if number.extension and len(number.extension) > _LONGEST_EXTENSION:
        return invalid("too_long")
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:  # the test that is_valid_number makes, made once
        return invalid(_why_invalid(digits, number))
    found = phonenumbers.region_code_for_number(number)
    normalized = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.extension:
        normalized = f"{normalized};ext={number.extension}"
    return Verdict(
        is_valid=True,
        normalized=normalized,
        # libphonenumber's "001" stands for numbers of no country, such as +800
        region=found if found is not None and found.isalpha() else None,
        number_type=_TYPE_NAMES[kind],
    )


def _known(region: str | None) -> str | None:
    code = (region or "").strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def _without_float(text: str) -> str | None:
    """The whole number that a spreadsheet wrote as a decimal, or None if it dropped digits."""
    match = _FLOAT.fullmatch(text)
    if match is None:
        return text
    if "e" not in text.lower():
        return text[: match.start(2) - 1]
    written = sum(character.isdigit() for character in re.split("[eE]", text)[0])
    whole = f"{Decimal(text.replace(',', '.')):f}"
    if not whole.isdecimal() or written < len(whole):
        return None
    return f"+{whole}" if text.startswith("+") else whole


def _why_invalid(text: str, number: PhoneNumber) -> Reason:
    if number.extension is None and _WORDS_BEHIND.search(text):
        return "not_a_number"
    possible = phonenumbers.is_possible_number_with_reason(number)
    return _IMPOSSIBLE.get(possible, "not_a_number")
