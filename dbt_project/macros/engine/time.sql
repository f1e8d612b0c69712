{# Time in the spelling of the engine. All instants are UTC timestamptz; a zone is an IANA name or a column of it. #}

{# Midnight of a calendar date in a zone. Where midnight is skipped the offset before the change counts, where it comes twice the first. #}
{% macro local_midnight(day, zone) %}{{ return(adapter.dispatch('local_midnight')(day, zone)) }}{% endmacro %}
{% macro duckdb__local_midnight(day, zone) %}case
        when timezone({{ zone }}, timezone({{ zone }}, cast({{ day }} as timestamp)) - interval 1 hour) = cast({{ day }} as timestamp)
            then timezone({{ zone }}, cast({{ day }} as timestamp)) - interval 1 hour
        else timezone({{ zone }}, cast({{ day }} as timestamp))
    end{% endmacro %}

{# The calendar date of an instant in a zone. #}
{% macro local_date(instant, zone) %}{{ return(adapter.dispatch('local_date')(instant, zone)) }}{% endmacro %}
{% macro duckdb__local_date(instant, zone) %}cast(timezone({{ zone }}, {{ instant }}) as date){% endmacro %}

{# Seconds since local midnight of an instant in a zone, by the wall clock. #}
{% macro local_second(instant, zone) %}{{ return(adapter.dispatch('local_second')(instant, zone)) }}{% endmacro %}
{% macro duckdb__local_second(instant, zone) %}(epoch(timezone({{ zone }}, {{ instant }})) - epoch(cast(cast(timezone({{ zone }}, {{ instant }}) as date) as timestamp))){% endmacro %}

{# Exact seconds between two instants, as double. #}
{% macro seconds_between(first, last) %}{{ return(adapter.dispatch('seconds_between')(first, last)) }}{% endmacro %}
{% macro duckdb__seconds_between(first, last) %}((epoch_us({{ last }}) - epoch_us({{ first }})) / 1e6){% endmacro %}

{# Whole days between two dates, as integer. #}
{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between')(first, last)) }}{% endmacro %}
{% macro duckdb__days_between(first, last) %}date_diff('day', {{ first }}, {{ last }}){% endmacro %}

{# An instant some whole days later or earlier, each of 24 hours. #}
{% macro plus_days(instant, days) %}{{ return(adapter.dispatch('plus_days')(instant, days)) }}{% endmacro %}
{% macro duckdb__plus_days(instant, days) %}({{ instant }} + to_hours(24 * {{ days }})){% endmacro %}

{# A date some months later. #}
{% macro plus_months(day, months) %}{{ return(adapter.dispatch('plus_months')(day, months)) }}{% endmacro %}
{% macro duckdb__plus_months(day, months) %}cast({{ day }} + to_months(cast({{ months }} as integer)) as date){% endmacro %}

{#
    The duration rule: exact between two instants; whole calendar days where either end is a date; null where it
    would be negative. Days, as double. #}
{% macro duration_days(from_at, from_date, from_precision, to_at, to_date, to_precision) -%}
    case
        when {{ from_at }} is null or {{ to_at }} is null then null
        when {{ from_precision }} = 'date' or {{ to_precision }} = 'date'
            then case when {{ to_date }} >= {{ from_date }} then cast({{ days_between(from_date, to_date) }} as double) end
        when {{ to_at }} >= {{ from_at }} then {{ seconds_between(from_at, to_at) }} / 86400.0
    end
{%- endmacro %}

{# A date some days later or earlier. #}
{% macro plus_days_to_date(day, days) %}{{ return(adapter.dispatch('plus_days_to_date')(day, days)) }}{% endmacro %}
{% macro duckdb__plus_days_to_date(day, days) %}cast({{ day }} + to_days({{ days }}) as date){% endmacro %}

{# Does an ISO time say its offset from UTC? #}
{% macro has_offset(text) %}{{ return(adapter.dispatch('has_offset')(text)) }}{% endmacro %}
{% macro duckdb__has_offset(text) %}regexp_matches({{ text }}, '[0-9]([zZ]|[+-][0-9]{2}:?([0-9]{2})?)$'){% endmacro %}

{#
    The instant of a wall time (a text) in a zone, null where it is none. A time that the clocks skip takes the offset
    before the change, of one that comes twice it is the first.
#}
{% macro wall_instant(text, zone) %}{{ return(adapter.dispatch('wall_instant')(text, zone)) }}{% endmacro %}
{% macro duckdb__wall_instant(text, zone) %}case
        when timezone({{ zone }}, timezone({{ zone }}, try_cast({{ text }} as timestamp)) - interval 1 hour) = try_cast({{ text }} as timestamp)
            then timezone({{ zone }}, try_cast({{ text }} as timestamp)) - interval 1 hour
        else timezone({{ zone }}, try_cast({{ text }} as timestamp))
    end{% endmacro %}

{# The instant so many seconds after 1970, null beyond the years that calendars have. #}
{% macro epoch_instant(seconds) %}{{ return(adapter.dispatch('epoch_instant')(seconds)) }}{% endmacro %}
{% macro duckdb__epoch_instant(seconds) %}case when {{ seconds }} between -62135596800 and 253402300799 then to_timestamp({{ seconds }}) end{% endmacro %}
