{# How long visits to the system's own stages last, as stage_durations. #}
{{ durations_of(ref('fct_source_stage_visits'), ['source_stage']) }}
