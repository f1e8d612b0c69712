"""The access tokens of a grant, which come to an end and are renewed."""

import threading
import time
from pathlib import Path

from connectors.api.grants import Exchange, Grant
from connectors.api.kept import Store


class Tokens:
    """The access tokens of a grant; threads and processes that share it exchange it once."""

    def __init__(
        self, grant: Grant, exchange: Exchange, path: Path | None, secrets: tuple[str, ...] = ()
    ) -> None:
        self._grant, self._exchange, self._store = grant, exchange, Store(path)
        self._app_secrets = secrets
        self._kept = grant.begun
        self._doubted = ""
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        """Where the API is, if the token endpoint said so."""
        return self._kept.base_url

    @property
    def secrets(self) -> tuple[str, ...]:
        """The app's secrets, the grant's, and the tokens known now."""
        kept = self._kept
        known = (*self._app_secrets, *self._grant.secrets, kept.refresh_token, kept.access_token)
        return tuple(filter(None, known))

    def token(self) -> str:
        """The access token, renewed if it is about to end."""
        with self._lock:
            if not self._is_fresh():
                self._renew(refused="")
            return self._kept.access_token

    def renew(self, refused: str) -> bool:
        """Exchange the grant, unless somebody else has done so since.

        Not for a token that was refused when it was new: the next would be refused as well, and
        vendors count exchanges.
        """
        with self._lock:
            if refused == self._doubted:
                return False
            if self._kept.access_token == refused:
                self._renew(refused)
            return True

    def doubt(self, refused: str) -> None:
        """Take note of a new token that was refused."""
        with self._lock:
            self._doubted = refused

    def _is_fresh(self) -> bool:
        ends = self._kept.expires_at
        return bool(self._kept.access_token) and (ends is None or time.time() < ends)

    def _renew(self, refused: str) -> None:
        with self._store.lock():
            kept = self._store.read()
            if kept is not None and self._grant.takes(kept):
                self._kept = kept
            if self._is_fresh() and self._kept.access_token != refused:
                return
            granted = self._exchange(self._grant.form(self._kept))
            self._kept = granted.kept(self._kept.configured, self._kept.refresh_token)
            self._store.write(self._kept)
