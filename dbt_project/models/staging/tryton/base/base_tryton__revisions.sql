{# What an opportunity was from an instant on. One row per revision, which never changes. #}
{{ tryton_records(source('raw', 'tryton__history'), ['state', 'employee'], instants=['write_date', 'create_date']) }}
