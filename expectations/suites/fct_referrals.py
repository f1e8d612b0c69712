"""Referrals, by source."""

from expectations import thresholds as limit
from expectations.sql import share
from expectations.suite import Frame, at_least, at_most

_UNKNOWN = "coalesce(not_credited_reason, '') = 'unknown'"

_QUERY = f"""
    select
        source,
        count(*) as referrals,
        min(confidence) as lowest_confidence,
        arg_min(referral_id, confidence) as lowest_referral,
        max(confidence) as highest_confidence,
        arg_max(referral_id, confidence) as highest_referral,
        max(depth) as longest_chain,
        arg_max(referral_id, depth) as deepest_referral,
        {share(_UNKNOWN)} as unknown_referrer_share
    from marts.fct_referrals
    group by source
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("source", "referrals"),
        expectations=(
            at_least(
                "lowest_confidence", 0, "blocking", "Confidence is a share.", "lowest_referral"
            ),
            at_most(
                "highest_confidence", 1, "blocking", "Confidence is a share.", "highest_referral"
            ),
            at_most(
                "longest_chain",
                limit.LONGEST_REFERRAL_CHAIN,
                "warning",
                "A chain this long is one referrer filled in for everyone.",
                "deepest_referral",
            ),
            at_most(
                "unknown_referrer_share",
                limit.UNKNOWN_REFERRER_SHARE,
                "warning",
                "Referrals of nobody known: name the referrer by id or e-mail.",
            ),
        ),
    ),
)
