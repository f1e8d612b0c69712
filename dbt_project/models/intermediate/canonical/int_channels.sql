select * from {{ source('config', 'channels') }}
