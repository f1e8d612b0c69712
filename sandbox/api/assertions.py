"""Signed assertions: an app's claim to read for a user (RFC 7523), signed with RS256."""

import json
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LONGEST = 300
"""Seconds that an assertion may be good for, from when it comes in."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What an app has left with the vendor: its key in PEM, the user that let it in."""

    public_key: str
    user: str

    def accepts(self, assertion: str, client_id: str) -> bool:
        """Whether the app signed that it reads for the user now; for whom it is, any vendor."""
        key = load_pem_public_key(self.public_key.encode())
        head, _, rest = assertion.partition(".")
        body, _, signature = rest.partition(".")
        if not isinstance(key, RSAPublicKey):
            return False
        try:
            key.verify(_bytes(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
            claims = json.loads(_bytes(body))
            is_signed = json.loads(_bytes(head))["alg"] == "RS256"
            left = float(claims["exp"]) - time.time()
        except (InvalidSignature, ValueError, KeyError, TypeError):
            return False
        whose = (claims.get("iss"), claims.get("sub"))
        return is_signed and 0 < left <= LONGEST and whose == (client_id, self.user)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
