"""How long and how often to try."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How long to wait for an answer and how often to ask again; times in seconds."""

    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    tries: int = 6
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    longest_pause_seconds: float = 900.0
    """A vendor that asks for a longer pause makes the stream fail, to be read another night."""
