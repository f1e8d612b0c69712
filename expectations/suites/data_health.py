"""Streams: how long ago each was read completely, and whether the system counts the same."""

from expectations import thresholds as limit
from expectations.suite import Frame, always_null, at_most

_QUERY = """
    select source, stream, age_hours, difference
    from marts.data_health
    where status <> 'unavailable'
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("source", "stream"),
        expectations=(
            at_most(
                "age_hours",
                limit.OLDEST_SYNC_HOURS,
                "warning",
                "The stream was not read for two nights; `salescycle status` says why.",
            ),
            always_null(
                "difference",
                "warning",
                "The system counts otherwise than what was read; `salescycle run` again, and if it"
                " stays, check what the credential may see, then read that stream anew.",
            ),
        ),
    ),
)
