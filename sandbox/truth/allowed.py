"""What marts show otherwise where APIs are read than where sheets are."""

from dataclasses import dataclass

ROWS = "(rows)"
"""Stands among the columns of a mart in which rows may be missing, or be there beside others."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Columns of a mart that a vendor's API cannot give as the sheets do, and why."""

    mart: str
    columns: tuple[str, ...]
    vendor: str
    reason: str


AN_INSTANT = (
    "createdate is a datetime: a lead entered with its day only stands there as made at the first"
    " instant of that day, so durations from it are exact"
)
ALWAYS_IN_A_STAGE = (
    "hs_pipeline_stage is set when a lead is made, so its history begins with the first stage"
)
NO_SEQUENCE = (
    "an entry of propertiesWithHistory has a value and a timestamp in milliseconds and nothing else"
    " that orders it: two moves that were told apart by a sequence lie a millisecond apart"
)
NO_DIRECTION = (
    "a communication has no property that says its direction, so only messages that went out are"
    " logged"
)
NO_ATTENDANCE = (
    "an invitee has a no_show mark and no mark of having come, so a meeting that took place counts"
    " as held only by not being missed, a day after its end"
)
LATE_EVIDENCE = f"{NO_ATTENDANCE}; so does the demo that moves a lead without a status"
MADE_AT_A_TIME = (
    "Created_Time is a date and time that the system sets: a lead entered with its day only stands"
    " there as made at the first instant of that day, so durations from it are exact"
)
CREATED_AT_A_TIME = (
    "CreatedDate of a lead is a dateTime, also where it is set while importing: a lead entered with"
    " its day only stands there as made at the first instant of that day"
)
ADDED_AT_A_TIME = (
    "add_time of a lead is a date and time: a lead entered with its day only stands there as made"
    " at the first instant of that day, so durations from it are exact"
)
LEADS_HAVE_NO_STAGES = (
    "a lead has labels and is_archived but no stage, and no list of its changes: only what was done"
    " shows where it is, and that it was archived; a deal, though, always has a stage_id, from its"
    " add_time on"
)
STATUS_IS_NO_STAGE = (
    "status says that a deal is won or lost, which stays in the stage_id in which it was;"
    f" {LEADS_HAVE_NO_STAGES}"
)
CREATION_AT_A_TIME = (
    "CreationDate of a lead is a date and time: a lead entered with its day only stands there as"
    " made at the first instant of that day, so durations from it are exact"
)
DURATIONS = ("mean_days", "median_days", "p90_days")

ALLOWED = (
    Allowed(
        "fct_sales_cycles", ("started_precision", "age_days", "cycle_days"), "hubspot", AN_INSTANT
    ),
    Allowed("fct_sales_cycles", ("current_stage", "furthest_stage"), "calendly", LATE_EVIDENCE),
    Allowed("fct_stage_visits", ("source_stage",), "hubspot", ALWAYS_IN_A_STAGE),
    Allowed(
        "fct_stage_visits",
        ("entered_precision", "duration_days", "age_days"),
        "hubspot",
        AN_INSTANT,
    ),
    Allowed("fct_stage_visits", ("entered_at", "exited_at"), "hubspot", NO_SEQUENCE),
    Allowed(
        "fct_stage_visits",
        ("exited_at", "duration_days", "age_days", "is_current", ROWS),
        "calendly",
        LATE_EVIDENCE,
    ),
    Allowed("stage_durations", (*DURATIONS, "p75_days"), "hubspot", AN_INSTANT),
    Allowed(
        "stage_durations",
        ("visits", "completed", "open_now", *DURATIONS, "p75_days"),
        "calendly",
        LATE_EVIDENCE,
    ),
    Allowed("funnel_conversion", ("median_days_to_next",), "hubspot", AN_INSTANT),
    Allowed(
        "funnel_conversion",
        (
            *("reached", "visited", "open_here", "conversion_to_next", "conversion_from_start"),
            *("resolved_conversion", "median_days_to_next"),
        ),
        "calendly",
        LATE_EVIDENCE,
    ),
    Allowed("sales_cycle_length", DURATIONS, "hubspot", AN_INSTANT),
    Allowed("quota_attainment", ("actual", "projected", ROWS), "hubspot", NO_DIRECTION),
    Allowed(
        "quota_attainment",
        ("actual", "projected", "attainment", "pace", ROWS),
        "calendly",
        LATE_EVIDENCE,
    ),
    Allowed("fct_bookings", ("outcome",), "calendly", NO_ATTENDANCE),
    Allowed(
        "booking_outcomes",
        ("scheduled", "held", "held_confirmed", "show_rate", "demo_to_won"),
        "calendly",
        NO_ATTENDANCE,
    ),
    Allowed(
        "fct_sales_cycles",
        ("started_precision", "age_days", "cycle_days"),
        "zoho",
        MADE_AT_A_TIME,
    ),
    Allowed(
        "fct_stage_visits",
        ("entered_precision", "duration_days", "age_days"),
        "zoho",
        MADE_AT_A_TIME,
    ),
    Allowed("stage_durations", (*DURATIONS, "p75_days"), "zoho", MADE_AT_A_TIME),
    Allowed("funnel_conversion", ("median_days_to_next",), "zoho", MADE_AT_A_TIME),
    Allowed("sales_cycle_length", DURATIONS, "zoho", MADE_AT_A_TIME),
    *(
        Allowed(mart, columns, "salesforce", CREATED_AT_A_TIME)
        for mart, columns in (
            ("fct_sales_cycles", ("started_precision", "age_days", "cycle_days")),
            ("fct_stage_visits", ("entered_precision", "duration_days", "age_days")),
            ("stage_durations", (*DURATIONS, "p75_days")),
            ("funnel_conversion", ("median_days_to_next",)),
            ("sales_cycle_length", DURATIONS),
        )
    ),
    Allowed(
        "fct_sales_cycles",
        ("started_precision", "age_days", "cycle_days"),
        "pipedrive",
        ADDED_AT_A_TIME,
    ),
    Allowed(
        "fct_sales_cycles", ("current_stage", "furthest_stage"), "pipedrive", LEADS_HAVE_NO_STAGES
    ),
    Allowed("fct_stage_visits", ("entered_precision",), "pipedrive", ADDED_AT_A_TIME),
    Allowed("fct_stage_visits", ("source_stage",), "pipedrive", STATUS_IS_NO_STAGE),
    Allowed(
        "fct_stage_visits",
        (
            *("entered_at", "exited_at", "duration_days", "age_days", "is_current", "movement"),
            *("rep_id", ROWS),
        ),
        "pipedrive",
        LEADS_HAVE_NO_STAGES,
    ),
    Allowed(
        "stage_durations",
        ("visits", "completed", "open_now", "oldest_open_days", *DURATIONS, "p75_days", ROWS),
        "pipedrive",
        LEADS_HAVE_NO_STAGES,
    ),
    Allowed(
        "funnel_conversion",
        (
            *("reached", "visited", "open_here", "exited_here", "conversion_to_next"),
            *("conversion_from_start", "resolved_conversion", "median_days_to_next"),
        ),
        "pipedrive",
        LEADS_HAVE_NO_STAGES,
    ),
    Allowed("sales_cycle_length", DURATIONS, "pipedrive", ADDED_AT_A_TIME),
    Allowed("quota_attainment", ("actual", "projected", ROWS), "pipedrive", LEADS_HAVE_NO_STAGES),
    *(
        Allowed(mart, columns, "oracle", CREATION_AT_A_TIME)
        for mart, columns in (
            ("fct_sales_cycles", ("started_precision", "age_days", "cycle_days")),
            ("fct_stage_visits", ("entered_precision", "duration_days", "age_days")),
            ("stage_durations", (*DURATIONS, "p75_days")),
            ("funnel_conversion", ("median_days_to_next",)),
            ("sales_cycle_length", DURATIONS),
        )
    ),
)
"""All columns of which the truth as APIs tell it is not that of the sheets."""
