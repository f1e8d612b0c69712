{# How many deals and leads the organisation itself finds. #}
{{ stage_tallies(source('raw', 'zoho__tally')) }}
