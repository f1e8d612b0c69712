"""Contact values made showable: enough to find the record by, too little to write to."""

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

_LONGEST_COUNTRY_CODE = 3
MASKED = r"(?s)^(.?\*\*\*(@.?\*\*\*(\.[^\W\d_]+)?)?|(\+\d{1,3} )?\*\*\*(\d\d)?)$"
"""Regular expression that every masked value matches, and no whole contact value."""

_FEWEST_DIGITS = 6  # fewer, and two of them would be most of the number


def mask(kind: str | None, value: str | None) -> str | None:
    """A phone or e-mail with its middle gone; null stays null, another kind is hidden whole.

    `ann.berg@example.org` becomes `a***@e***.org`, `+4532123456` becomes `+45 ***56`. A value
    that is no contact point is shortened in the same way: its kind decides, not its form.
    """
    if value is None:
        return None
    if kind == "email":
        return _email(value.strip())
    if kind == "phone":
        return _phone(value.strip())
    return "***"


def _email(value: str) -> str:
    local, at, domain = value.rpartition("@")
    if not at:
        return f"{value[:1]}***"
    name, _, top = domain.rpartition(".")
    ending = f".{top}" if name and top.isalpha() else ""  # a malformed one may end in anything
    return f"{local[:1]}***@{domain[:1]}***{ending}"


def _phone(value: str) -> str:
    digits = "".join(character for character in value.partition(";")[0] if character.isdecimal())
    if len(digits) < _FEWEST_DIGITS:
        return "***"
    if value.startswith("+"):
        for length in range(1, _LONGEST_COUNTRY_CODE + 1):
            if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE:
                return f"+{digits[:length]} ***{digits[-2:]}"
    return f"***{digits[-2:]}"
