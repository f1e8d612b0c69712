{# Records that a system ties to one another, in order of weight: 1 is the primary one. #}
{{ current_of_all_systems('links', ['from_type', 'from_id', 'to_type', 'to_id', 'place'], 'record_id') }}
