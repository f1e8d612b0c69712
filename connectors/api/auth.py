"""Credentials: a token that stays, or an OAuth refresh token that is exchanged and may rotate.

A rotated refresh token replaces the configured one: it is written to `credentials/` before the
access token that came with it is used, so a kill in between loses nothing (RFC 6749, section 6).
"""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from connectors.errors import StreamFailed

EARLY_SECONDS = 60
"""An access token is renewed so long before it ends, one of minutes a tenth of its time before."""


class Auth(Protocol):
    """What a request needs to prove who is asking."""

    def token(self) -> str:
        """The access token to send now; may fetch one."""

    def renew(self, refused: str) -> bool:
        """After `refused` was answered with 401: whether there is another token to try."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be shown."""


@dataclass(frozen=True)
class StaticToken:
    """A token made in the vendor's settings; when it is refused there is no other."""

    value: str = field(repr=False)

    def token(self) -> str:
        """The token."""
        return self.value

    def renew(self, refused: str) -> bool:
        """There is none to try."""
        return False

    @property
    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.value,)


class Granted(msgspec.Struct):
    """The answer of a token endpoint (RFC 6749, section 5.1)."""

    access_token: str
    expires_in: float = 3600
    refresh_token: str | None = None


class Kept(msgspec.Struct):
    """What `credentials/<source>.json` holds; `configured` is a hash of the token it began with."""

    configured: str
    refresh_token: str
    access_token: str = ""
    expires_at: float = 0.0


Exchange = Callable[[Mapping[str, str]], Granted]
"""Posts a grant to the token endpoint. Raises StreamFailed if it is refused."""


class RefreshToken:
    """OAuth 2 with a refresh token; threads and processes that share it exchange it once."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        refresh_token: str,
        exchange: Exchange,
        store: Path | None,
    ) -> None:
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._configured = hashlib.sha256(refresh_token.encode()).hexdigest()
        self._kept = Kept(self._configured, refresh_token)
        self._exchange = exchange
        self._store = store
        self._lock = threading.Lock()

    @property
    def secrets(self) -> tuple[str, ...]:
        """The client's secret and the tokens known now."""
        kept = self._kept
        return tuple(
            filter(None, (self._client["client_secret"], kept.refresh_token, kept.access_token))
        )

    def token(self) -> str:
        """The access token, renewed if it is about to end."""
        with self._lock:
            if not self._is_fresh():
                self._renew(refused="")
            return self._kept.access_token

    def renew(self, refused: str) -> bool:
        """Exchange the refresh token, unless somebody else has done so since."""
        with self._lock:
            if self._kept.access_token != refused:
                return True
            self._renew(refused)
            return True

    def _is_fresh(self) -> bool:
        return time.time() < self._kept.expires_at

    def _renew(self, refused: str) -> None:
        with self._file_lock():
            self._read()
            if self._is_fresh() and self._kept.access_token != refused:
                return
            granted = self._exchange(
                {
                    "grant_type": "refresh_token",
                    "refresh_token": self._kept.refresh_token,
                    **self._client,
                }
            )
            self._kept = Kept(
                self._configured,
                granted.refresh_token or self._kept.refresh_token,
                granted.access_token,
                time.time() + granted.expires_in - min(EARLY_SECONDS, granted.expires_in / 10),
            )
            self._write()

    @contextmanager
    def _file_lock(self) -> Iterator[None]:
        if self._store is None:
            yield
            return
        self._store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._store.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _read(self) -> None:
        """Take what another process has rotated to, unless the user configured a new token."""
        if self._store is None:
            return
        # what a kill left beside the store is newer than the store, if it is whole
        beside = _beside(self._store)
        if beside.exists():
            if _kept(beside) is None:
                beside.unlink()
            else:
                _replace(beside, self._store)
        if not self._store.exists():
            return
        kept = _kept(self._store)
        if kept is None:
            raise StreamFailed(
                f"{self._store}: not what was written there; delete it and authorise again"
            )
        if kept.configured == self._configured:
            self._kept = kept

    def _write(self) -> None:
        if self._store is None:
            return
        beside = _beside(self._store)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(msgspec.json.encode(self._kept))
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, self._store)


def _beside(store: Path) -> Path:
    """Where a token is written before it takes its place: one name, so that no kill leaves many."""
    return store.with_suffix(".new")


def _kept(path: Path) -> Kept | None:
    """What a file holds, None if it was not written to its end."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except msgspec.DecodeError:
        return None


def _replace(beside: Path, store: Path) -> None:
    beside.replace(store)
    descriptor = os.open(store.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
