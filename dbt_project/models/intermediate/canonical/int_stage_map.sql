select * from {{ source('config', 'stage_map') }}
