"""What an error of a vendor means, where its status alone does not say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

Kind = Literal["expired", "invalid", "forbidden", "busy", "spent", "cursor", "gone", "failed"]


@dataclass(frozen=True)
class Refusal:
    """An answer that is no success; the names of `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, None where it is none."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return None


@dataclass(frozen=True)
class Meaning:
    """What follows from it; `pause` in seconds, `says` the vendor's words where they are hidden."""

    kind: Kind
    pause: float | None = None
    says: str = ""

    def saying(self, words: str) -> "Meaning":
        """The same with the vendor's words."""
        return replace(self, says=words)


EXPIRED = Meaning("expired")
"""The token has ended: it is renewed and the request is sent again, once."""
INVALID = Meaning("invalid")
"""The credential is not accepted, and another would not be either."""
FORBIDDEN = Meaning("forbidden")
"""The credential may not read this: a scope, a right or a plan is missing."""
BUSY = Meaning("busy")
"""Asked again later: after `pause`, else after Retry-After, else a little longer each time."""
SPENT = Meaning("spent")
"""The budget of a day is used up: nothing is asked any more."""
CURSOR = Meaning("cursor")
"""The place to go on from is not known any more."""
GONE = Meaning("gone")
"""There is no such thing."""
FAILED = Meaning("failed")
"""Not to be read, whatever the status says; nothing that a repetition cures."""

ReadsError = Callable[[Refusal], Meaning | None]
"""What a vendor's error means; None: what its status usually does."""


def busy(pause: float) -> Meaning:
    """BUSY with a pause that the vendor tells in its own way."""
    return replace(BUSY, pause=pause)


def usual(status: int, *, has_cursor: bool) -> Meaning:
    """What a status means where the vendor has nothing to add (RFC 9110, section 15)."""
    if status == 429 or status >= 500 or status == 408:
        return BUSY
    if status == 401:
        return EXPIRED
    if status == 403:
        return FORBIDDEN
    if status == 410 or (status == 400 and has_cursor):
        return CURSOR
    return GONE if status == 404 else FAILED
