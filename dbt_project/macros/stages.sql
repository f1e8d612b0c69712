{# The vocabulary of stages and outcomes, and their order at one instant: stages by number, unmapped, outcomes last. #}
{% macro outcomes() %}('won', 'lost', 'disqualified'){% endmacro %}

{% macro stage_number(stage) -%}
    case {{ stage }}
        when 'prospecting' then 1
        when 'outreach' then 2
        when 'qualification' then 3
        when 'demo' then 4
        when 'objections' then 5
        when 'closing' then 6
        when 'referral' then 7
    end
{%- endmacro %}

{% macro stage_of_number(number) -%}
    case {{ number }}
        when 1 then 'prospecting'
        when 2 then 'outreach'
        when 3 then 'qualification'
        when 4 then 'demo'
        when 5 then 'objections'
        when 6 then 'closing'
        when 7 then 'referral'
    end
{%- endmacro %}

{% macro stage_rank(stage) -%}
    case when {{ stage }} in {{ outcomes() }} then 9 else coalesce({{ stage_number(stage) }}, 8) end
{%- endmacro %}
