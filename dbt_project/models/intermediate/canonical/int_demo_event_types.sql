select * from {{ source('config', 'demo_event_types') }}
