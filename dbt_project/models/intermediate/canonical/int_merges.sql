{# Records that a system merged away, with the one that lives on. #}
{{ current_of_all_systems('merges', ['object', 'absorbed_id', 'survivor_id'], 'absorbed_id') }}
