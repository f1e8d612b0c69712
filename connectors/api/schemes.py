"""How a credential is written into a request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """The header that carries a credential, and what stands before it there."""

    header: str = "Authorization"
    prefix: str = "Bearer "

    def value(self, token: str) -> str:
        """The header's value."""
        return f"{self.prefix}{token}"


BEARER = Scheme()
"""RFC 6750."""
BASIC = Scheme(prefix="Basic ")
"""RFC 7617; the credential is user and password in base64."""
