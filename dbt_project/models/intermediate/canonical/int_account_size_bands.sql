select * from {{ source('config', 'account_size_bands') }}
