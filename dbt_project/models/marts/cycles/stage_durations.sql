{# How long visits last: finished ones by the period of their exit, open ones by that of as_of. #}
{{ durations_of(ref('fct_stage_visits'), ['stage', 'stage_number']) }}
