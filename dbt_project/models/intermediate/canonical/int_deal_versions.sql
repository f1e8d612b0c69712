{# What each night saw of a deal's stage: the history of a system that keeps none. #}
{{ versions_of_all_systems('deals', ['deal_id', 'stage', 'pipeline', 'status', 'lead_source'], 'deal_id') }}
