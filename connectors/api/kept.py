"""What an OAuth grant has given out, kept in `credentials/<source>.json` for the next process.

A rotated refresh token replaces the one before: it is on disk before the access token that came
with it is used, so a kill in between loses nothing (RFC 6749, section 6).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from connectors.errors import StreamFailed


class Kept(msgspec.Struct):
    """What the file holds; `configured` is a hash of what it began with.

    `expires_at` is None where the vendor does not say when the access token ends, `base_url` ""
    where the vendor does not say where the API is.
    """

    configured: str
    refresh_token: str = ""
    access_token: str = ""
    expires_at: float | None = 0.0
    base_url: str = ""


class Store:
    """The file of one source; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the file against other processes: over a whole exchange, not to burn a token."""
        if self.path is None:
            yield
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def read(self) -> Kept | None:
        """What is kept, None if nothing is. Raises StreamFailed for what was not written here.

        The lock is held.
        """
        if self.path is None:
            return None
        # what a kill left beside the store is newer than the store, if it is whole
        beside = _beside(self.path)
        if beside.exists():
            if _decoded(beside) is None:
                beside.unlink()
            else:
                _replace(beside, self.path)
        if not self.path.exists():
            return None
        kept = _decoded(self.path)
        if kept is None:
            raise StreamFailed(
                f"{self.path}: not what was written there; delete it and authorise again"
            )
        return kept

    def write(self, kept: Kept) -> None:
        """Replace what is kept, in one step. The lock is held."""
        if self.path is None:
            return
        beside = _beside(self.path)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(msgspec.json.encode(kept))
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, self.path)


def _beside(path: Path) -> Path:
    """Where a token is written before it takes its place: one name, so that no kill leaves many."""
    return path.with_suffix(".new")


def _decoded(path: Path) -> Kept | None:
    """What a file holds, None if it was not written to its end."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except msgspec.DecodeError:
        return None


def _replace(beside: Path, path: Path) -> None:
    beside.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
