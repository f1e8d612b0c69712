select source, booking_id, name, email, phone
from {{ ref('int_bookings') }}
where name is not null or email is not null or phone is not null
