"""Who may ask: a static token, and OAuth access tokens that expire and are renewed.

Where a vendor rotates refresh tokens, one is good for one renewal: the answer holds the next one,
and the old one is dead. Vendors that know them grant tokens to the app itself, and to who signed an
assertion that it reads for a user.
"""

import secrets
import time
from base64 import b64decode
from binascii import Error
from threading import Lock
from typing import Literal

from sandbox.api.assertions import Registered
from sandbox.api.consent import Consents
from sandbox.api.vendor import Reply, Request, Vendor

Verdict = Literal["", "missing", "invalid", "expired"]


class Tokens:
    """The tokens of one vendor. `token` is valid for ever, an access token for `lifetime` s."""

    def __init__(self, token: str, lifetime: float = 7200):
        self.token = token
        self.lifetime = lifetime
        self.client_id = f"sandbox-client-{secrets.token_hex(8)}"
        self.client_secret = f"sandbox-secret-{secrets.token_urlsafe(24)}"
        self.refresh_token = f"sandbox-refresh-{secrets.token_urlsafe(24)}"
        """The only refresh token that works now."""
        self.registered: Registered | None = None
        """What the app left for assertions, if it did."""
        self.consents = Consents()
        self.renewals = 0
        self._access: dict[str, float] = {}
        self._lock = Lock()

    def verdict(self, request: Request, vendor: Vendor) -> Verdict:
        """What is wrong with the request's token, "" if nothing."""
        token = vendor.credential(request)
        if not token:
            return "missing"
        if token == self.token:
            return ""
        ends = self._access.get(token)
        if ends is None:
            return "invalid"
        return "" if time.monotonic() < ends else "expired"

    @property
    def access_tokens(self) -> tuple[str, ...]:
        """Every access token given out so far."""
        return tuple(self._access)

    def expire(self) -> None:
        """Let every access token given out so far be expired."""
        with self._lock:
            self._access = dict.fromkeys(self._access, 0.0)

    def renew(self, request: Request, vendor: Vendor) -> Reply:
        """The answer of the token endpoint."""
        form = request.form()
        kind = form.get("grant_type", "").rpartition(":")[2].replace("-", "_")
        with self._lock:
            # who consents is given a refresh token
            needed = "refresh_token" if kind == "authorization_code" else kind
            if needed not in vendor.grants or not self._is_granted(kind, form, request):
                return vendor.error(400, "grant")
            access = f"sandbox-access-{secrets.token_urlsafe(24)}"
            self._access[access] = time.monotonic() + self.lifetime
            self.renewals += 1
            answer = {
                "token_type": "bearer",
                "access_token": access,
                "expires_in": max(int(self.lifetime), 1),
            }
            if needed == "refresh_token":
                if vendor.rotates:
                    self.refresh_token = f"sandbox-refresh-{secrets.token_urlsafe(24)}"
                answer["refresh_token"] = self.refresh_token
        told = vendor.granted(answer, request.base)
        if kind == "authorization_code":
            # also those that never repeat it have to tell it once
            told = {"refresh_token": self.refresh_token, **told}
        return Reply(body=told)

    def _is_granted(self, kind: str, form: dict[str, str], request: Request) -> bool:
        if kind == "jwt_bearer":
            app, assertion = self.registered, form.get("assertion", "")
            return app is not None and app.accepts(assertion, self.client_id)
        known = (form.get("client_id"), form.get("client_secret"))
        if known == (None, None):
            known = _basic(request.header("authorization"))
        if known != (self.client_id, self.client_secret):
            return False
        if kind == "authorization_code":
            return self.consents.is_good(form)
        return kind == "client_credentials" or form.get("refresh_token") == self.refresh_token


def _basic(header: str) -> tuple[str | None, str | None]:
    scheme, _, text = header.partition(" ")
    try:
        name, _, word = b64decode(text).decode().partition(":")
    except (Error, UnicodeDecodeError):
        return None, None
    return (name, word) if scheme.lower() == "basic" else (None, None)
