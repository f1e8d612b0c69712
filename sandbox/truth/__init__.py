"""What the company knows about itself at the end of a day: the numbers that the marts must show.

Plain Python from the definitions, without any SQL. Every module gives the rows of its mart as
dicts with the mart's column names; ids that are hashes in the warehouse are left out or stand as
`person` (the number of a person, 0 for nobody known), and cycles are named by `deal_id` and
`lead_id`.
"""

from sandbox.truth.bookings import booking_outcomes, fct_bookings
from sandbox.truth.cycle_length import sales_cycle_length
from sandbox.truth.cycles import Books, fct_sales_cycles
from sandbox.truth.durations import stage_durations
from sandbox.truth.funnel import funnel_conversion
from sandbox.truth.quota import quota_attainment
from sandbox.truth.referrals import fct_referrals, referral_attribution
from sandbox.truth.visits import fct_stage_visits

__all__ = [
    "Books",
    "booking_outcomes",
    "fct_bookings",
    "fct_referrals",
    "fct_sales_cycles",
    "fct_stage_visits",
    "funnel_conversion",
    "quota_attainment",
    "referral_attribution",
    "sales_cycle_length",
    "stage_durations",
]
