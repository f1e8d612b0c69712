select * from {{ source('config', 'streams') }}
