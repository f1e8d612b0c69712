{{ current_of_all_systems('accounts', ['account_id', 'name', 'industry', 'employees', 'country'], 'account_id') }}
