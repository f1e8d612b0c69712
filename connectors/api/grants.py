"""OAuth 2: what access tokens are got with: a refresh token, or the app's own right."""

import hashlib
import time
from abc import ABC, abstractmethod
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from connectors.api.kept import Kept
from connectors.errors import StreamFailed

EARLY_SECONDS = 60
"""An access token is renewed so long before it ends, one of minutes a tenth of its time before."""
ASSERTION_SECONDS = 180
"""So long an assertion is good for an exchange."""
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Granted(msgspec.Struct):
    """The answer of a token endpoint (RFC 6749, section 5.1); `base_url` as the system gives it.

    `expires_in` in seconds is None where the vendor does not say how long the token lives.
    """

    access_token: str
    expires_in: float | None = None
    refresh_token: str | None = None
    scope: str = ""
    base_url: str = ""

    def kept(self, configured: str, refresh_token: str) -> Kept:
        """What is kept of it; `refresh_token` is the one so far, for vendors that rotate none."""
        ends = None
        if self.expires_in is not None:
            ends = time.time() + self.expires_in - min(EARLY_SECONDS, self.expires_in / 10)
        token = self.refresh_token or refresh_token
        return Kept(configured, token, self.access_token, ends, self.base_url)


Exchange = Callable[[Mapping[str, str]], Granted]
"""Posts a grant to the token endpoint, with the app's id. Raises StreamFailed if it is refused."""


class Grant(ABC):
    """What is exchanged for access tokens."""

    @property
    @abstractmethod
    def configured(self) -> str:
        """A hash of what a person configured: another means that what is kept is of no use."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What of it must never be shown, beside the app's secret."""
        return ()

    @property
    def begun(self) -> Kept:
        """What is known before the first exchange."""
        return Kept(self.configured)

    def takes(self, kept: Kept) -> bool:
        """Whether what is kept belongs to it."""
        return kept.configured == self.configured

    @abstractmethod
    def form(self, kept: Kept) -> Mapping[str, str]:
        """The form to post, without the app's id and secret. Raises StreamFailed."""


@dataclass(frozen=True)
class RefreshToken(Grant):
    """A refresh token that a person configured, or that `salescycle connect` has kept."""

    name: str
    refresh_token: str = field(default="", repr=False)

    @property
    def configured(self) -> str:
        """Of the token itself."""
        return hashed(self.refresh_token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.refresh_token,)

    @property
    def begun(self) -> Kept:
        """The token to begin with."""
        return Kept(self.configured, self.refresh_token)

    def takes(self, kept: Kept) -> bool:
        """A token configured anew counts more than a kept one; with none any kept one does."""
        if not self.refresh_token:
            return bool(kept.refresh_token)
        return super().takes(kept)

    def form(self, kept: Kept) -> Mapping[str, str]:
        """RFC 6749, section 6."""
        if not kept.refresh_token:
            raise StreamFailed(
                f"{self.name}: nobody has consented yet; run `salescycle connect {self.name}`"
            )
        return {"grant_type": "refresh_token", "refresh_token": kept.refresh_token}


@dataclass(frozen=True)
class ClientCredentials(Grant):
    """The app itself may read (RFC 6749, section 4.4); `place` is the token endpoint."""

    place: str
    client_id: str

    @property
    def configured(self) -> str:
        """Of app and endpoint."""
        return hashed("client_credentials", self.place, self.client_id)

    def form(self, kept: Kept) -> Mapping[str, str]:
        """Nothing but the grant's name."""
        return {"grant_type": "client_credentials"}


@dataclass(frozen=True)
class JwtBearer(Grant):
    """The app signs that it reads for a user (RFC 7523, RS256)."""

    name: str
    place: str
    client_id: str
    user: str
    audience: str
    private_key: str = field(repr=False)

    @property
    def configured(self) -> str:
        """Of app, user and endpoint."""
        return hashed("jwt_bearer", self.place, self.client_id, self.user)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The key, and each of its lines."""
        lines = [line for line in self._pem.splitlines() if not line.startswith("---")]
        return (self.private_key, *lines)

    def form(self, kept: Kept) -> Mapping[str, str]:
        """An assertion made for this exchange."""
        claims = {
            "iss": self.client_id,
            "sub": self.user,
            "aud": self.audience,
            "exp": int(time.time()) + ASSERTION_SECONDS,
        }
        head = {"alg": "RS256", "typ": "JWT"}
        signed = b".".join(_base64(msgspec.json.encode(part)) for part in (head, claims))
        signature = self._key().sign(signed, PKCS1v15(), SHA256())
        return {
            "grant_type": JWT_BEARER,
            "assertion": b".".join((signed, _base64(signature))).decode(),
        }

    @property
    def _pem(self) -> str:
        # a .env holds a key in one line, its ends of lines spelt out
        return self.private_key.replace("\\n", "\n")

    def _key(self) -> RSAPrivateKey:
        try:
            key = load_pem_private_key(self._pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, RSAPrivateKey):
            raise StreamFailed(
                f"{self.name}: oauth.private_key holds no RSA key in PEM without a passphrase; "
                "put the whole file into its variable, from BEGIN to END"
            )
        return key


def hashed(*parts: str) -> str:
    """What tells one configured credential from another without being it."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _base64(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")
