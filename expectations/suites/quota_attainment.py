"""Quotas: the pace arithmetic, and quotas in the wrong unit."""

from expectations import thresholds as limit
from expectations.suite import Frame, always_null, at_least, at_most

_ROUNDING = 1e-6

_QUERY = """
    select
        level, owner, period_key, measure,
        attainment,
        case when measure <> 'revenue' then actual end as actual_count,
        case when prorated_quota >= 0 then expected_to_date - prorated_quota end
            as expected_beyond_quota,
        case when coalesce(prorated_quota, 0) = 0 then attainment end as attainment_of_none
    from marts.quota_attainment
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("level", "owner", "period_key", "measure"),
        expectations=(
            at_most(
                "attainment",
                limit.HIGHEST_ATTAINMENT,
                "warning",
                "So far above the quota is usually a quota in another currency or unit.",
            ),
            at_least("actual_count", 0, "blocking", "Deals, visits and activities are counted."),
            at_most(
                "expected_beyond_quota",
                _ROUNDING,
                "blocking",
                "What is expected by today is at most the quota of the whole period.",
            ),
            always_null(
                "attainment_of_none", "blocking", "Without a quota there is no attainment, not 0."
            ),
        ),
    ),
)
