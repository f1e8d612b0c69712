"""Referrers: each step of a referral is counted among the one before it."""

from expectations.suite import Frame, always_null, at_most, within

_QUERY = """
    select
        referrer_person_id,
        conversion,
        won - became_cycles as won_beyond_cycles,
        case when referrer_person_id <> '(unknown)' then became_cycles - referrals end
            as cycles_beyond_referrals,
        case when referrals = 0 then conversion end as conversion_of_none
    from marts.referral_attribution
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("referrer_person_id",),
        expectations=(
            within("conversion", 0, 1, "blocking", "A conversion is a share."),
            at_most("won_beyond_cycles", 0, "blocking", "A won referral became a cycle first."),
            at_most(
                "cycles_beyond_referrals", 0, "blocking", "A referral becomes one cycle at most."
            ),
            always_null(
                "conversion_of_none", "blocking", "No referral gives no conversion, not 0."
            ),
        ),
    ),
)
