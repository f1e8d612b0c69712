{# How many leads and opportunities the server itself finds. #}
{{ stage_tallies(source('raw', 'tryton__tally')) }}
