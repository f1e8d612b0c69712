{# How many opportunities and leads the pod itself counts. #}
{{ stage_tallies(source('raw', 'oracle__tally')) }}
