{# The eight steps of the funnel. #}
{% set steps = ['prospecting', 'outreach', 'qualification', 'demo', 'objections', 'closing', 'won', 'referral'] %}
{% for step in steps %}
select '{{ step }}' as step, {{ loop.index }} as step_number
{{ 'union all' if not loop.last }}
{% endfor %}
