{#
    `dbt build` works alone: every raw and config table that is declared as a source exists before the first
    model reads it, empty if nothing was ever landed.
#}
{% macro create_missing_tables() %}
    {% if execute and flags.WHICH in ('run', 'build', 'test', 'docs', 'generate') %}
        {% for node in graph.sources.values() %}
            {% do run_query('create schema if not exists ' ~ node.schema) %}
            {% set columns = [] %}
            {% for column in node.columns.values() %}
                {% do columns.append(column.name ~ ' ' ~ column.data_type) %}
            {% endfor %}
            {% do run_query('create table if not exists ' ~ node.schema ~ '.' ~ node.identifier
                ~ ' (' ~ columns | join(', ') ~ ')') %}
        {% endfor %}
        {{ fill_empty_settings() }}
    {% endif %}
{% endmacro %}


{# Without a configured company there is still one row of settings: UTC, and now. #}
{% macro fill_empty_settings() %}
    {% do run_query("insert into config.settings
        (as_of, as_of_cut, as_of_date, run_started_at, reporting_timezone, reporting_currency, default_region,
         week_start, fiscal_year_start, working_day_start_seconds, working_day_end_seconds, lead_to_deal_days,
         max_rate_age_days, revenue_date, credit_repeat_purchase, config_hash)
        select current_timestamp, current_timestamp, cast(current_timestamp as date), current_timestamp, 'UTC',
            'EUR', null, 1, 1, 32400, 61200, 180, 10, 'close_date', false, 'none'
        where not exists (select 1 from config.settings)") %}
{% endmacro %}
