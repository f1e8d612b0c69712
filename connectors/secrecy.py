"""Taking secrets out of a text, in whatever spelling somebody put them there."""

import base64
import html
import json
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

SHOWN = "***"
_SHORTEST = 6
"""What is shorter is also part of ordinary words."""


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text without any of these secrets: as they are, encoded for a URL, quoted, in base64."""
    found = {spelt for secret in secrets if len(secret) >= _SHORTEST for spelt in spellings(secret)}
    for spelt in sorted(found, key=len, reverse=True):
        text = text.replace(spelt, SHOWN)
    return text


@lru_cache(maxsize=256)
def spellings(secret: str) -> frozenset[str]:
    """The ways in which a secret may stand in a text."""
    once = quote(secret, safe="")
    found = {
        secret,
        once,
        quote(secret),
        quote_plus(secret),
        quote(once, safe=""),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
    }
    found.update(_in_base64(secret.encode()))
    return frozenset(found)


def _in_base64(secret: bytes) -> Iterable[str]:
    """What base64 shows of it wherever it stands, such as behind `client:`.

    Its first and last characters depend on what stands beside it and are left out.
    """
    for before, first in enumerate((0, 2, 3)):
        bits = 8 * (before + len(secret))
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * before + secret).decode()[first : bits // 6]
