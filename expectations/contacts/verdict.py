"""The answer to "what is this contact value", one shape for phones and e-mails."""

from typing import Literal

import msgspec

Reason = Literal["too_short", "too_long", "not_a_number", "unknown_region", "syntax", "missing"]


class Verdict(msgspec.Struct, frozen=True):
    """What the form of one value says; `reason` is null exactly when it is valid.

    `normalized` is the same text for two spellings of one contact point and null if invalid;
    `region` is the number's ISO 3166 alpha-2; `number_type` libphonenumber's name in lower case.
    """

    is_valid: bool
    reason: Reason | None = None
    normalized: str | None = None
    region: str | None = None
    number_type: str | None = None
    is_role: bool = False
    is_disposable: bool = False

    def to_json(self) -> str:
        """All seven fields as one JSON object, nulls included."""
        return _ENCODER.encode(self).decode()


_ENCODER = msgspec.json.Encoder()


def invalid(reason: Reason) -> Verdict:
    """The verdict on a value that is no contact point, for this reason."""
    return Verdict(is_valid=False, reason=reason)
