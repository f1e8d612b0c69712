"""Calendly: a window of meetings, a call per meeting for its invitees, small lists."""

from math import ceil

from bench.apis.night import Night
from connectors.api.stream import AGAIN


def least(stream: str, night: Night) -> int:
    """The fewest calls that can bring what the night brought, beside what is forced."""
    if stream == "invitee":
        # one call per meeting that is new or changed; of those read again the calls are forced
        return night.live("event") - night.results["invitee"].forced_calls
    if stream == "routing_submission":
        forms = night.held("routing_form", "not is_deleted")
        return max(ceil(night.live(stream) / 100), forms)
    return 0


def forced(stream: str, night: Night) -> int:
    """The window, everything at first; invitees of meetings that ended lately; small lists."""
    if stream == "event":
        # everything that begins in the window, 100 a page; at first all there is
        window = night.landing.state(night.source, stream)[""]["seen"]
        return max(ceil((night.live(stream) if night.is_first else len(window)) / 100), 1)
    if stream == "invitee":
        # one call per unchanged meeting that ended lately enough for a no-show to be marked
        return night.held("event", f"context = '{AGAIN}'")
    return 0 if stream == "routing_submission" else 1
