{{ current_of_all_systems('people', ['person_id', 'name', 'email', 'phone', 'company', 'opted_out'], 'person_id') }}
