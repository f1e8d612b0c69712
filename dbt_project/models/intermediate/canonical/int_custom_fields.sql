select * from {{ source('config', 'custom_fields') }}
