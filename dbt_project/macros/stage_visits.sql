{#
    The columns of a visit with tonight's age, over visits of the seven stages or of the system's own.
    Reads `visits` and `settings`.
#}
{% macro visit_columns() %}
    visits.entered_at,
    visits.entered_date,
    visits.entered_precision,
    visits.exited_at,
    visits.exited_date,
    visits.duration_days,
    visits.business_hours,
    case when visits.is_current or visits.kind = 'referral' then
        {{ duration_days('visits.entered_at', 'visits.entered_date', 'visits.entered_precision', 'settings.as_of', 'settings.as_of_date', "'instant'") }}
    end as age_days,
    visits.movement,
    visits.evidence,
    visits.is_current,
    visits.is_time_inconsistent,
    visits.rep_id
{% endmacro %}

{# Visits with their owner at entry, from a table of steps. #}
{% macro owned_visits(visits) %}
    select
        visits.*,
        states.status,
        visits.kind = 'visit' and visits.is_last and states.status = 'open' as is_current,
        coalesce(visits.exited_at < visits.entered_at, false) as is_time_inconsistent,
        owners.rep_id
    from {{ visits }} as visits
    inner join {{ ref('int_cycle_states') }} as states on states.cycle_id = visits.cycle_id
    left join {{ ref('int_cycle_owners') }} as owners
        on owners.cycle_id = visits.cycle_id
        and (owners.valid_from_at is null or owners.valid_from_at <= visits.entered_at)
        and (owners.valid_to_at is null or owners.valid_to_at > visits.entered_at)
{% endmacro %}

{# How long visits last, by segment and period; `keys` are the columns that name the stage. #}
{% macro durations_of(visits, keys) %}
    with settings as (select * from {{ ref('int_settings') }}),

    visits as (select * from {{ visits }}),

    segments as (select * from {{ ref('int_cycle_segments') }} where is_counted),

    calendar as (select * from {{ ref('int_calendar') }}),

    teams as (
        select
            visits.visit_id,
            members.team,
            row_number() over (partition by visits.visit_id order by members.recency) as place
        from visits
        inner join {{ ref('int_rep_teams') }} as members
            on members.rep_id = visits.rep_id
            and (members.starts_on is null or members.starts_on <= visits.entered_date)
            and (members.leaves_on is null or members.leaves_on >= visits.entered_date)
    ),

    facts as (
        select
            visits.cycle_id,
            {% for key in keys %}visits.{{ key }}, {% endfor %}
            visits.duration_days,
            visits.age_days,
            visits.is_current,
            coalesce(visits.rep_id, '(unassigned)') as rep,
            coalesce(teams.team, '(unknown)') as team,
            segments.channel,
            segments.lead_source,
            segments.pipeline,
            segments.product,
            segments.account_size,
            segments.industry,
            {{ period_columns('calendar') }},
            1 as always
        from visits
        cross join settings
        inner join segments on segments.cycle_id = visits.cycle_id
        left join teams on teams.visit_id = visits.visit_id and teams.place = 1
        left join calendar on calendar.date_day = case when visits.is_current then settings.as_of_date else visits.exited_date end
        where visits.is_current or visits.exited_at is not null
    ),

    aggregated as (
        {{ by_segment_and_period('facts', "
            count(*) as visits,
            sum(case when is_current then 0 else 1 end) as completed,
            sum(case when is_current then 1 else 0 end) as open_now,
            avg(duration_days) as mean_days,
            " ~ percentiles('duration_days', [0.5, 0.75, 0.9]) ~ " as percentiles,
            max(case when is_current then age_days end) as oldest_open_days
        ", keys) }}
    )

    select
        segment,
        segment_value,
        period_type,
        period_key,
        period_start,
        {% for key in keys %}{{ key }}, {% endfor %}
        cast(visits as bigint) as visits,
        cast(completed as bigint) as completed,
        cast(open_now as bigint) as open_now,
        mean_days,
        {{ list_item('percentiles', 1) }} as median_days,
        {{ list_item('percentiles', 2) }} as p75_days,
        {{ list_item('percentiles', 3) }} as p90_days,
        oldest_open_days
    from aggregated
{% endmacro %}
