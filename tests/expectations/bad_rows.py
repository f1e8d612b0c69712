"""For every expectation the rows that must fail it: the one list that a new expectation joins."""

from mart_rows import Bad

from expectations.thresholds import PROBLEM_SHARES

_FUTURE = "timestamptz '2026-03-01 00:00:01+00'"

_CYCLES = [
    Bad("fct_sales_cycles", "shortest_days", {"cycle_days": "-0.5::double"}, shows="cycle-2"),
    Bad("fct_sales_cycles", "seconds_after_as_of", {"closed_at": _FUTURE}, shows="cycle-2"),
    Bad("fct_sales_cycles", "longest_days", {"cycle_days": "3651.0::double"}, shows="cycle-2"),
    Bad(
        "fct_sales_cycles",
        "earliest_year",
        {"started_at": "timestamptz '1026-01-05 09:00:00+00'"},
        shows="cycle-2",
    ),
    Bad(
        "fct_sales_cycles",
        "quiet_days",
        {
            "status": "'open'",
            "started_at": "timestamptz '2026-01-27 00:00:00+00'",
            "closed_at": "null::timestamptz",
        },
        good=0,
    ),
    Bad("fct_sales_cycles", "unknown_start_share", {"started_at": "null::timestamptz"}),
    Bad("fct_sales_cycles", "unassigned_share", {"rep_id": "null::varchar"}),
    Bad("fct_sales_cycles", "unknown_channel_share", {"channel": "'unknown'"}),
    Bad(
        "fct_sales_cycles", "won_without_amount_share", {"amount": "null::double"}, shows="cycle-10"
    ),
    Bad(
        "fct_sales_cycles",
        "largest_deal_over_median",
        {"amount_reporting": "1000001.0::double"},
        good=20,
        bad=1,
        shows="cycle-21",
    ),
]

_VISITS = [
    Bad(mart, name, changes, shows=shows)
    for mart in ("fct_stage_visits", "fct_source_stage_visits")
    for name, changes, shows in (
        ("shortest", {"duration_days": "-1.0::double"}, "visit-2"),
        ("business_hours_beyond", {"business_hours": "49.5::double"}, "visit-2"),
        ("seconds_after_as_of", {"exited_at": _FUTURE}, "visit-2"),
        ("zero_length_share", {"duration_days": "0.0::double"}, ""),
    )
]

_DURATIONS = [
    Bad(mart, name, changes, shows="2026-01")
    for mart in ("stage_durations", "source_stage_durations")
    for name, changes in (
        ("mean_days", {"mean_days": "-1.0::double"}),
        ("oldest_open_days", {"oldest_open_days": "-1.0::double"}),
        ("percentiles_falling", {"p75_days": "3.1::double"}),
        ("days_of_none", {"completed": "0", "mean_days": "0.0::double"}),
        ("oldest_of_none", {"open_now": "0", "oldest_open_days": "0.0::double"}),
    )
]

_AGGREGATES = [
    Bad("funnel_conversion", "conversion_to_next", {"conversion_to_next": "1.5::double"}),
    Bad("funnel_conversion", "conversion_from_start", {"conversion_from_start": "-0.1::double"}),
    Bad("funnel_conversion", "resolved_conversion", {"resolved_conversion": "1.01::double"}),
    Bad("funnel_conversion", "median_days_to_next", {"median_days_to_next": "-1.0::double"}),
    Bad("funnel_conversion", "reached_rising", {"reached": "100"}, bad=1),
    Bad("funnel_conversion", "visited_beyond_reached", {"visited": "99"}, bad=1),
    Bad(
        "funnel_conversion",
        "conversion_of_none",
        {"reached": "0", "visited": "0", "conversion_to_next": "0.0::double"},
    ),
    Bad("sales_cycle_length", "win_rate", {"win_rate": "1.5::double"}),
    Bad("sales_cycle_length", "mean_days", {"mean_days": "-40.0::double"}),
    Bad("sales_cycle_length", "median_beyond_p90", {"median_days": "60.1::double"}),
    Bad("sales_cycle_length", "missing_amounts_beyond_won", {"missing_amounts": "4"}),
    Bad(
        "sales_cycle_length",
        "win_rate_of_none",
        {"won": "0", "lost": "0", "missing_amounts": "0", "win_rate": "0.0::double"},
    ),
    Bad("sales_cycle_length", "days_of_none", {"won": "0", "missing_amounts": "0"}),
    Bad(
        "sales_cycle_length",
        "overall_win_rate",
        {
            "segment": "'all'",
            "period_type": "'all'",
            "won": "49",
            "lost": "1",
            "win_rate": "0.98::double",
        },
        shows="won 49, lost 1",
    ),
    Bad("quota_attainment", "attainment", {"attainment": "10.1::double"}, shows="rep-1"),
    Bad("quota_attainment", "actual_count", {"measure": "'deals_won'"}),
    Bad("quota_attainment", "expected_beyond_quota", {"expected_to_date": "100.1::double"}),
    Bad("quota_attainment", "attainment_of_none", {"prorated_quota": "null::double"}),
    Bad("booking_outcomes", "show_rate", {"show_rate": "1.1::double"}),
    Bad("booking_outcomes", "demo_to_won", {"demo_to_won": "-0.1::double"}),
    Bad("booking_outcomes", "confirmed_beyond_held", {"held_confirmed": "4"}),
    Bad("booking_outcomes", "show_rate_of_none", {"held": "0", "no_show": "0"}),
    Bad("referral_attribution", "conversion", {"conversion": "2.0::double"}, shows="person-2"),
    Bad("referral_attribution", "won_beyond_cycles", {"won": "3"}, shows="person-2"),
    Bad("referral_attribution", "cycles_beyond_referrals", {"became_cycles": "3"}),
    Bad("referral_attribution", "conversion_of_none", {"referrals": "0"}),
]

_FACTS = [
    Bad("fct_activities", "seconds_after_as_of", {"occurred_at": _FUTURE}, shows="activity-2"),
    Bad("fct_activities", "unlinked_share", {"cycle_id": "null::varchar"}, shows="activity-10"),
    Bad("fct_referrals", "lowest_confidence", {"confidence": "-0.1::double"}, shows="referral-2"),
    Bad("fct_referrals", "highest_confidence", {"confidence": "1.1::double"}, shows="referral-2"),
    Bad("fct_referrals", "longest_chain", {"depth": "21"}, shows="referral-2"),
    Bad("fct_referrals", "unknown_referrer_share", {"not_credited_reason": "'unknown'"}),
    Bad("fct_bookings", "lowest_confidence", {"confidence": "-0.1::double"}, shows="booking-2"),
    Bad("fct_bookings", "highest_confidence", {"confidence": "80.0::double"}, shows="booking-2"),
    Bad(
        "fct_bookings",
        "ends_before_start_share",
        {"ends_at": "timestamptz '2026-01-07 08:30:00+00'"},
    ),
    Bad(
        "fct_bookings",
        "booked_after_start_share",
        {"booked_at": "timestamptz '2026-01-07 09:30:00+00'"},
    ),
    Bad("fct_bookings", "assumed_held_share", {"outcome": "'held_assumed'"}),
]

_CONTACTS = [
    Bad("contact_quality", "role_share", {"is_role": "true"}),
    Bad("contact_quality", "disposable_share", {"is_disposable": "true"}, shows="person-10"),
    Bad("contact_quality", "duplicate_share", {"is_duplicate": "true"}, shows="person-10"),
    Bad(
        "contact_quality",
        "unknown_region_share",
        {"kind": "'phone'", "value_masked": "'***56'", "reason": "'unknown_region'"},
        shows="person-10",
    ),
    Bad(
        "contact_quality",
        "value_masked",
        {"value_masked": "'ann.berg@example.org'"},
        shows="a***@e***.org",
        hides="ann.berg",
    ),
    Bad(
        "dim_person",
        "email_masked",
        {"email_masked": "'ann.berg@example.org'"},
        shows="a***@e***.org",
        hides="ann.berg",
    ),
    Bad(
        "dim_person",
        "phone_masked",
        {"phone_masked": "'+4532123456'"},
        shows="+45 ***56",
        hides="321234",
    ),
]

_HEALTH = [
    Bad("data_health", "age_hours", {"age_hours": "48.5::double"}, shows="stream deal"),
    Bad(
        "data_health",
        "difference",
        {"difference": "'7 records here, 8 there'"},
        shows="stream deal",
    ),
    *(
        Bad(
            "data_problems",
            kind,
            {"kind": f"'{kind}'", "count": "100", "share": f"({share} + 0.0001)::double"},
            shows="deal-7",
        )
        for kind, share in PROBLEM_SHARES.items()
    ),
]

BAD: list[Bad] = [
    *_CYCLES,
    *_VISITS,
    *_DURATIONS,
    *_AGGREGATES,
    *_FACTS,
    *_CONTACTS,
    *_HEALTH,
]
