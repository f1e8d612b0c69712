{{ current_of_all_systems('costs', ['month', 'amount', 'kind', 'channel'], 'month') }}
