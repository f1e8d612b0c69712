{# How many deals and leads the portal itself finds. #}
{{ stage_tallies(source('raw', 'hubspot__tally')) }}
