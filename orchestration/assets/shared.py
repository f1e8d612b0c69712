"""What all assets share: the keys that tie the steps together and how fresh they ought to be."""

from datetime import timedelta

import dagster as dg

LANDING, RAW, CONFIG, PUBLISHED = "landing", "raw", "config", "published"

NIGHTLY_FRESHNESS = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(hours=50), warn_window=timedelta(hours=26)
)
"""One missed night warns, two fail."""


def landing_key(source: str, stream: str) -> dg.AssetKey:
    """The segments of one stream of one configured source."""
    return dg.AssetKey([LANDING, source, stream])


def raw_key(connector: str, stream: str) -> dg.AssetKey:
    """A raw table, named as dbt names its source."""
    return dg.AssetKey([RAW, f"{connector}__{stream}"])
