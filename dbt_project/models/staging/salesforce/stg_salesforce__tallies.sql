{# How many deals and leads the organization itself counts, and what they are worth. #}
{{ stage_tallies(source('raw', 'salesforce__tally')) }}
