select * from {{ source('config', 'exclusions') }}
