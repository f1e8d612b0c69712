"""Credentials that stay as they are, and sessions that a user logs in for.

OAuth is in `grants`, its access tokens that come to an end in `tokens`.
"""

import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Auth(Protocol):
    """What a request needs to prove who is asking."""

    def token(self) -> str:
        """The credential to send now, "" for none; may fetch one."""

    def renew(self, refused: str) -> bool:
        """After `refused` was not accepted: whether there is another to try."""

    def doubt(self, refused: str) -> None:
        """Take note that what was renewed was refused at once."""

    @property
    def base_url(self) -> str:
        """Where the API is by what the credential came with; "" where that says nothing."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be shown."""


@dataclass(frozen=True)
class StaticToken:
    """A token made in the vendor's settings; when it is refused there is no other."""

    value: str = field(repr=False)
    base_url: str = ""

    def token(self) -> str:
        """The token."""
        return self.value

    def renew(self, refused: str) -> bool:
        """There is none to try."""
        return False

    def doubt(self, refused: str) -> None:
        """It is never renewed."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.value,)


NOBODY = StaticToken("")
"""For requests that need no credential, such as the one that logs in."""


@dataclass(frozen=True)
class Password:
    """A user and a password for Basic authentication (RFC 7617)."""

    user: str
    password: str = field(repr=False)
    base_url: str = ""

    def token(self) -> str:
        """Both in base64."""
        return b64encode(f"{self.user}:{self.password}".encode()).decode()

    def renew(self, refused: str) -> bool:
        """There is none to try."""
        return False

    def doubt(self, refused: str) -> None:
        """It is never renewed."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The password, also as it is sent."""
        return (self.password, self.token())


class Session:
    """A session that a user logs in for, and again when it has ended; threads share it."""

    def __init__(self, password: str, log_in: Callable[[], str]) -> None:
        self._password, self._log_in = password, log_in
        self._token = self._doubted = ""
        self._lock = threading.Lock()
        self.base_url = ""

    def token(self) -> str:
        """The session, begun if there is none."""
        with self._lock:
            if not self._token:
                self._token = self._log_in()
            return self._token

    def renew(self, refused: str) -> bool:
        """Log in again, unless somebody else has done so since or it was refused when new."""
        with self._lock:
            if refused == self._doubted:
                return False
            if self._token == refused:
                self._token = self._log_in()
            return True

    def doubt(self, refused: str) -> None:
        """Take note of a new session that was refused."""
        with self._lock:
            self._doubted = refused

    @property
    def secrets(self) -> tuple[str, ...]:
        """The password and the session."""
        return tuple(filter(None, (self._password, self._token)))
