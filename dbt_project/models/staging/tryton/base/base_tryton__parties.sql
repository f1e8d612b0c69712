{{ tryton_records(source('raw', 'tryton__party'), ['name', 'code', 'replaced_by']) }}
