{# What each night saw of a lead's status: the history of a system that keeps none. #}
{{ versions_of_all_systems('leads', ['lead_id', 'pipeline', 'status', 'lead_source'], 'lead_id') }}
