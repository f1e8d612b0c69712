{{ current_of_all_systems('quotas', ['period', 'measure', 'quota', 'weight', 'owner', 'team', 'currency'], 'period') }}
