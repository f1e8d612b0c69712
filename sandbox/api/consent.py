"""Consent pages: a person who lets an app in, or does not, and is sent back to it (RFC 6749, 4.1).

The person here does not look at what is asked. A code is good once, for the app and the redirect
URI that it was made for, and for who knows what its challenge was made of (RFC 7636, S256).
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlencode, urlsplit

from sandbox.api.vendor import Reply, Request

PATHS = frozenset({"/oauth/authorize", "/oauth/v2/auth", "/services/oauth2/authorize"})
"""Where vendors have theirs."""
LOOPBACK = ("127.0.0.1", "localhost")


@dataclass
class Consents:
    """The consents of one vendor; `refuses` is a person who does not want to."""

    refuses: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    """What each page was asked for."""
    given: list[str] = field(default_factory=list)
    """The codes that browsers took along, also those that are not good any more."""
    _codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, request: Request, client_id: str) -> Reply:
        """Send the browser back with a code, or with an error."""
        asked = {name: values[0] for name, values in request.query.items()}
        redirect_uri = asked.get("redirect_uri", "")
        known = asked.get("client_id") == client_id
        if not known or urlsplit(redirect_uri).hostname not in LOOPBACK:
            return Reply(400, {"error": "unauthorized_client"})
        answer = {"state": asked.get("state", "")}
        with self._lock:
            self.asked.append(asked)
            if self.refuses:
                answer["error"] = "access_denied"
            elif (
                asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256"
            ):
                answer["error"] = "invalid_request"
            else:
                code = answer["code"] = f"sandbox-code-{secrets.token_urlsafe(24)}"
                self.given.append(code)
                self._codes[code] = redirect_uri, asked.get("code_challenge", "")
        return Reply(302, b"", {"Location": f"{redirect_uri}?{urlencode(answer)}"})

    def is_good(self, form: Mapping[str, str]) -> bool:
        """Whether a code may be exchanged; whatever it is, it is not good any more."""
        with self._lock:
            redirect_uri, challenge = self._codes.pop(form.get("code", ""), ("", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return bool(challenge) and (form.get("redirect_uri"), shown) == (redirect_uri, challenge)
