select * from {{ source('config', 'pipelines') }}
