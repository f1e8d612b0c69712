{# A stream that was loaded once but that no run knows any more is stale, and says so. #}
with settings as (select * from {{ ref('int_settings') }}),

streams as (select * from {{ ref('int_streams') }}),

landed as (select * from {{ ref('int_landed_streams') }}),

sources as (select * from {{ ref('int_sources') }}),

differences as (select * from {{ ref('int_stream_differences') }}),

known as (
    select source, stream from streams
    union
    select source, stream from landed
),

final as (
    select
        known.source,
        known.stream,
        coalesce(streams.status, 'stale') as status,
        streams.last_success_at,
        case
            when streams.last_success_at >= settings.as_of then 0.0
            else {{ seconds_between('streams.last_success_at', 'settings.as_of') }} / 3600
        end as age_hours,
        coalesce(streams.rows, 0) as rows,
        coalesce(streams.calls, 0) as calls,
        coalesce(streams.forced_calls, 0) as forced_calls,
        case
            when streams.status is not null then streams.reason
            when sources.source is null then 'the source is not in the configuration'
            else 'no run has synced this stream'
        end as reason,
        landed.connector,
        cast(coalesce(landed.rows_landed, 0) as bigint) as rows_landed,
        cast(coalesce(landed.bytes_landed, 0) as bigint) as bytes_landed,
        streams.checked_at,
        cast(differences.vendor_count as bigint) as vendor_count,
        cast(differences.held_count as bigint) as held_count,
        differences.difference
    from known
    cross join settings
    left join streams on streams.source = known.source and streams.stream = known.stream
    left join landed on landed.source = known.source and landed.stream = known.stream
    left join sources on sources.source = known.source
    left join differences on differences.source = known.source and differences.stream = known.stream
)

select * from final
