"""The published interface: the columns that BI tools and analysts read by name, beyond keys."""

SEGMENTED = "segment segment_value period_type period_key period_start"

REQUIRED: dict[str, str] = {
    "fct_sales_cycles": """cycle_id source record_name record_url deal_id lead_id
        person_id account_id rep_id pipeline pipeline_role channel lead_source product
        started_at started_precision closed_at close_date status current_stage
        furthest_stage first_outreach_at touches last_activity_at next_activity_at
        expected_close_date amount currency amount_reporting cycle_days dormant_days
        age_days payment_terms stakeholders discount lost_reason disqualified_reason
        is_excluded is_time_inconsistent""",
    "fct_stage_visits": """visit_id cycle_id stage stage_number source_stage visit_number entered_at
        entered_precision exited_at duration_days business_hours age_days movement evidence
        is_current is_time_inconsistent rep_id""",
    "fct_source_stage_visits": """visit_id cycle_id source_stage visit_number entered_at exited_at
        duration_days age_days is_current""",
    "fct_activities": """activity_id cycle_id person_id rep_id kind direction outcome
        occurred_at""",
    "stage_durations": f"""{SEGMENTED} stage visits completed open_now mean_days median_days
        p75_days p90_days oldest_open_days""",
    "source_stage_durations": f"""{SEGMENTED} source_stage visits completed open_now mean_days
        median_days p75_days p90_days oldest_open_days""",
    "funnel_conversion": f"""{SEGMENTED} step step_number reached visited open_here exited_here
        conversion_to_next conversion_from_start resolved_conversion median_days_to_next""",
    "sales_cycle_length": f"""{SEGMENTED} won lost disqualified win_rate won_amount_reporting
        missing_amounts mean_days median_days p90_days""",
    "quota_attainment": """level owner period_type period_key measure quota prorated_quota actual
        attainment expected_to_date pace projected quota_method""",
    "fct_referrals": """referral_id referrer_person_id referred_person_id referred_cycle_id method
        confidence depth root_person_id referred_at status is_credited not_credited_reason
        amount_reporting is_repeat_purchase""",
    "referral_attribution": """referrer_person_id referrals became_cycles won won_amount_reporting
        chain_amount_reporting conversion last_referral_at""",
    "fct_bookings": """booking_id source record_url rep_id person_id cycle_id event_type booked_at
        starts_at ends_at outcome chain_id lead_time_hours cancel_notice_hours cancelled_by
        match_method confidence""",
    "booking_outcomes": f"""{SEGMENTED} booked scheduled held no_show cancelled rescheduled
        held_confirmed show_rate median_lead_time_hours demo_to_won""",
    "contact_quality": """person_id kind value_masked is_valid reason is_role is_disposable
        is_duplicate number_type region checked_at""",
    "data_health": "source stream status last_success_at age_hours rows calls reason",
    "data_problems": "kind source count share example_id example_url how_to_fix",
    "dim_rep": "rep_id name team",
    "dim_team": "team_id",
    "dim_account": "account_id industry employees account_size country",
    "dim_person": "person_id",
    "dim_stage": "stage stage_number",
    "dim_date": "date_day week_key month_key quarter_key year_key",
    "bridge_cycle_ids": "cycle_id former_cycle_id",
    "bridge_person_ids": "person_id former_person_id",
    "bridge_cycle_products": "cycle_id product amount",
}
