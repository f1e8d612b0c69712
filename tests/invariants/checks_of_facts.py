"""What must hold of cycles, visits and bookings: each query gives the rows that break a rule.

Written from the words of the model over the published marts (`marts`) and the rows that went in
(`given`, all text). `now` is one row: `as_of`, `cut` (the latest instant that counts), `today`.
"""

EVENT_RANK = """
    list_position(['prospecting', 'outreach', 'qualification', 'demo', 'objections', 'closing',
        'unmapped', 'won', 'lost', 'disqualified'], {0})"""

VISITS = """
    select visits.*, cycles.started_at, cycles.closed_at, cycles.status,
        row_number() over after_another as place, count(*) over (partition by cycle_id) as visits,
        lag(visits.exited_at) over after_another as exited_before
    from marts.{0} as visits join marts.fct_sales_cycles as cycles using (cycle_id)
    where visits.stage <> 'referral' and cycles.started_at is not null
        and not cycles.is_time_inconsistent
    window after_another as (partition by cycle_id
        order by visits.entered_at, visits.exited_at nulls last)"""

TILING = f"""
    select * from ({VISITS})
    where (place = 1 and entered_at is distinct from started_at)
        or (place > 1 and entered_at is distinct from exited_before)
        or (place = visits and exited_at is distinct from closed_at)"""

CHECKS: dict[str, str] = {
    "a deal that had begun, or has no date, is in exactly one cycle": """
        select source, deal_id, begun_at, count(cycles.cycle_id)
        from given.begun left join marts.fct_sales_cycles as cycles using (source, deal_id)
        where begun_at is null or greatest(begun_at, created_at) <= (select cut from given.now)
        group by all having count(cycles.cycle_id) <> 1""",
    "a deal that begins later and has no lead is not there": """
        select source, deal_id from given.begun
        join marts.fct_sales_cycles as cycles using (source, deal_id)
        where begun_at > (select cut from given.now) and cycles.lead_id is null
            and cycles.started_at > (select cut from given.now)""",
    "a lead that was there, or has no date, is in exactly one cycle": """
        select lead.source, lead_id, count(bridge.cycle_id) from given.lead
        left join marts.bridge_cycle_ids as bridge
            on bridge.record_type = 'lead' and bridge.source = lead.source
            and bridge.record_id = lead.lead_id
        where created_at is null and first_contact_at is null and (lead.source, lead_id) not in (
                select (source, lead_id) from given.stage_event where lead_id is not null)
            or given.time_of(created_at) <= (select cut from given.now)
        group by all having count(bridge.cycle_id) <> 1""",
    "cycles are deals plus leads without a deal": """
        select count(*), count(distinct cycle_id), count(distinct (source, deal_id)) as deals,
            count(*) filter (deal_id is null) as leads
        from marts.fct_sales_cycles
        having count(*) <> count(distinct cycle_id)
            or count(deal_id) <> count(distinct (source, deal_id)) filter (deal_id is not null)
            or count(*) filter (deal_id is null) <> (
                select count(*) from marts.fct_sales_cycles as cycles
                join given.lead on lead.source = cycles.source and lead.lead_id = cycles.lead_id
                where cycles.deal_id is null)""",
    "a lead that its deal names is in the cycle of that deal": """
        select deal.source, deal.lead_id, deal.deal_id
        from (select source, lead_id, min(deal_id) as deal_id from given.deal
            where lead_id is not null group by all
            having count(*) = 1 and coalesce(
                max(given.time_of(created_at)) <= (select cut from given.now), true)) as deal
        join given.lead using (source, lead_id)
        join marts.bridge_cycle_ids as bridge
            on bridge.record_type = 'lead' and bridge.source = deal.source
            and bridge.record_id = deal.lead_id
        join marts.fct_sales_cycles as cycles using (cycle_id)
        where cycles.deal_id is distinct from deal.deal_id""",
    "amounts are not multiplied": """
        select source, given_amount, amount from (
            select source, sum(cast(deal.amount as double)) as given_amount,
                sum(cycles.amount) as amount
            from given.deal join marts.fct_sales_cycles as cycles using (source, deal_id)
            group by source)
        where abs(given_amount - amount) > 0.001""",
    "amounts are converted at the newest rate of the last ten days": """
        select * from (
            select deal.source, deal.deal_id, cycles.amount, cycles.amount_reporting,
                if(cycles.status = 'open', now.today, cycles.close_date) as day,
                case when upper(deal.currency) = 'EUR' then 1 else (
                    select cast(arg_max(rate, rates.date) as double)
                    from given.exchange_rate as rates
                    where rates.currency = upper(deal.currency)
                        and cast(rates.date as date) between day - 10 and day) end as rate
            from given.deal join marts.fct_sales_cycles as cycles using (source, deal_id)
            cross join given.now)
        where amount_reporting is distinct from amount * rate
            and coalesce(abs(amount_reporting - amount * rate) > 0.000001, true)""",
    "visits tile their cycle": TILING.format("fct_stage_visits"),
    "visits by the system's own stages tile their cycle": TILING.format("fct_source_stage_visits"),
    "every cycle that lasted has a visit": """
        select source, deal_id, lead_id from marts.fct_sales_cycles
        where cycle_id not in (select cycle_id from marts.fct_stage_visits)
            and (status = 'open' or closed_at > started_at)""",
    "nothing after as_of counts": """
        select cycle_id, status, started_at, closed_at, entered_at, exited_at
        from marts.fct_sales_cycles left join marts.fct_stage_visits using (cycle_id)
        cross join given.now
        where greatest(started_at, closed_at, entered_at, exited_at) > now.cut
            or close_date > now.today""",
    "no duration is negative": """
        select cycle_id, duration_days, visits.age_days, business_hours, cycle_days, dormant_days
        from marts.fct_stage_visits as visits join marts.fct_sales_cycles as cycles using (cycle_id)
        where least(duration_days, visits.age_days, business_hours, cycle_days, cycles.age_days,
            dormant_days) < 0""",
    "a duration is exact between instants, in whole days at dates": """
        select visit_id, entered_at, exited_at, duration_days from marts.fct_stage_visits
        where exited_at >= entered_at and duration_days is distinct from case
            when duration_days = floor(duration_days) and entered_precision = 'date'
                then exited_date - entered_date
            when entered_precision <> 'date' and duration_days <> exited_date - entered_date
                and abs(duration_days - epoch_us(exited_at - entered_at) / 86400e6) > 1e-9 then -1
            else duration_days end""",
    "an open cycle has one current visit, its last; a closed one has none": """
        select cycle_id, cycles.status, list(visits.stage order by entered_at)
        from marts.fct_sales_cycles as cycles left join marts.fct_stage_visits as visits
            using (cycle_id)
        group by all
        having count(*) filter (is_current) <> (cycles.status = 'open')::int
            or count(*) filter (is_current and exited_at is not null) > 0
            or max(entered_at) filter (visits.stage <> 'referral' and status = 'open')
                > max(entered_at) filter (is_current)""",
    "what history alone says last is the state of the deal": f"""
        select events.source, events.deal_id, events.stage, cycles.status, cycles.current_stage
        from (
            select source, deal_id, arg_max(stage, row(moment, coalesce(cast(sequence as int), 0),
                {EVENT_RANK.format("stage")})) as stage
            from given.instants where moment <= (select cut from given.now) group by all) as events
        join marts.fct_sales_cycles as cycles using (source, deal_id)
        where events.stage is distinct from
            case when cycles.status = 'open' then cycles.current_stage else cycles.status end""",
    "visits to a stage are numbered from 1 in order": """
        select cycle_id, stage, visit_number from (
            select *, row_number() over (partition by cycle_id, stage
                order by entered_at, visit_number) as place from marts.fct_stage_visits)
        where visit_number <> place""",
    "two visits in a row are never to one stage, but dormant time may be cut by an outcome": """
        select * from (
            select cycle_id, stage, lag(stage) over (partition by cycle_id
                order by entered_at, exited_at nulls last) as before,
                count(*) over (partition by cycle_id, entered_at) as together
            from marts.fct_stage_visits join marts.fct_sales_cycles as cycles using (cycle_id)
            where stage <> 'referral' and not cycles.is_time_inconsistent)
        where stage = before and together = 1 and stage <> 'dormant'""",
    "dormant days are those of the dormant visits": """
        select cycle_id, any_value(dormant_days), sum(duration_days) filter (stage = 'dormant')
        from marts.fct_sales_cycles join marts.fct_stage_visits using (cycle_id) group by cycle_id
        having abs(any_value(dormant_days)
            - coalesce(sum(duration_days) filter (stage = 'dormant'), 0)) > 0.000001""",
    "only won cycles have cycle_days, and only open ones an age": """
        select cycle_id, status, cycle_days, age_days, closed_at from marts.fct_sales_cycles
        where (status <> 'won' and cycle_days is not null)
            or (status = 'open' and (closed_at is not null or close_date is not null))
            or (closed_at is null) <> (close_date is null)
            or (status <> 'open' and age_days is not null)
            or (status = 'won' and started_at <= closed_at and not is_time_inconsistent
                and cycle_days is null)""",
    "stage 7 lies after a win that stands": """
        select visits.visit_id from marts.fct_stage_visits as visits
        join marts.fct_sales_cycles as cycles using (cycle_id)
        where visits.stage = 'referral'
            and (cycles.status <> 'won' or visits.entered_at < cycles.closed_at)""",
    "the owner of a visit is a known rep": """
        select rep_id from marts.fct_stage_visits where rep_id is not null
            and rep_id not in (select rep_id from marts.dim_rep)""",
    "a booking that was made is there once, or its slot is": """
        select booking.source, booking.booking_id from given.booking
        left join marts.fct_bookings as slots using (source, booking_id)
        where slots.booking_id is null
            and coalesce(given.time_of(booking.booked_at) <= (select cut from given.now), true)
            and not exists (select 1 from given.booking as other
                join marts.fct_bookings using (source, booking_id)
                where other.source = booking.source and other.owner = booking.owner
                    and given.time_of(other.starts_at) = given.time_of(booking.starts_at)
                    and other.email = booking.email)
        union all
        select source, booking_id from marts.fct_bookings group by all having count(*) > 1""",
    "a booking has the outcome that its row says": """
        select * from (
            select slots.source, slots.booking_id, slots.outcome, case
                when exists (select 1 from given.booking as later
                    where later.source = booking.source
                        and later.rescheduled_from = booking.booking_id
                        and later.booking_id <> booking.booking_id
                        and coalesce(given.time_of(later.booked_at) <= now.cut, true))
                    then 'rescheduled'
                when given.time_of(booking.cancelled_at) <= now.cut then 'cancelled'
                when given.time_of(booking.starts_at) > now.cut then 'scheduled'
                when booking.attended = 'yes' then 'held'
                when booking.attended = 'no' then 'no_show'
                when greatest(given.time_of(booking.starts_at), given.time_of(booking.ends_at))
                    < now.as_of - interval 24 hours then 'held_assumed'
                else 'scheduled' end as wanted
            from marts.fct_bookings as slots join given.booking using (source, booking_id)
            cross join given.now)
        where outcome <> wanted""",
    "a referred cycle has at most one credited referrer, and never the buyer himself": """
        select referred_cycle_id from marts.fct_referrals
        where is_credited and referred_cycle_id is not null group by 1 having count(*) > 1
        union all
        select referral_id from marts.fct_referrals
        where is_credited and (referrer_person_id = referred_person_id
            or referrer_person_id is null)""",
    "what is not credited says why": """
        select referral_id from marts.fct_referrals
        where is_credited <> (not_credited_reason is null)""",
}
