{# When each cycle counts and whom it counts for: the date of its money, and its owner at close, else now. #}
with settings as (select * from {{ ref('int_settings') }}),

cycles as (select * from {{ ref('int_cycles') }}),

states as (select * from {{ ref('int_cycle_states') }}),

owners as (select * from {{ ref('int_cycle_owners') }}),

closed as (
    select
        states.*,
        case
            when states.status = 'open' then null
            when cycles.vendor_close_date > settings.as_of_date then settings.as_of_date
            else coalesce(cycles.vendor_close_date, states.closed_date)
        end as close_date,
        coalesce(states.status <> 'open' and cycles.vendor_close_date > settings.as_of_date, false) as is_close_date_capped
    from states
    inner join cycles on cycles.cycle_id = states.cycle_id
    cross join settings
),

owned as (
    select
        closed.*,
        owners.rep_id,
        case when closed.status = 'open' then settings.as_of_date else closed.close_date end as fact_date
    from closed
    cross join settings
    left join owners
        on owners.cycle_id = closed.cycle_id
        and case
            when closed.closed_at is null then owners.is_last
            else (owners.valid_from_at is null or owners.valid_from_at <= closed.closed_at)
                and (owners.valid_to_at is null or owners.valid_to_at > closed.closed_at)
        end
)

select * from owned
