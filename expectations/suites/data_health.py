"""Streams: how long ago each was read completely."""

from expectations import thresholds as limit
from expectations.suite import Frame, at_most

_QUERY = """
    select source, stream, age_hours
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
        ),
    ),
)
