"""What a person sees while a run works; the steps report here and know nothing of terminals."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from connectors.connector import Progress as Told


class Progress(Protocol):
    """Told about steps and what goes on inside them, from any thread."""

    def step(self, name: str) -> AbstractContextManager[None]:
        """Stand around one step."""

    def advance(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Tell what is being worked on now, and how far it is if that is known."""

    def reading(self, stream: str) -> AbstractContextManager[Told]:
        """Stand around the reading of one stream, several at once; gives what to tell rows to."""


class Silent:
    """Shows nothing."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Stand around one step."""
        yield

    def advance(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Drop it."""

    @contextmanager
    def reading(self, stream: str) -> Iterator[Told]:
        """Stand around the reading of one stream."""

        def told(what: str, rows: int, total: int | None = None) -> None:
            """Drop it."""

        yield told
