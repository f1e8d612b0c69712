{# How many deals Pipedrive itself counts. #}
{{ stage_tallies(source('raw', 'pipedrive__tally')) }}
