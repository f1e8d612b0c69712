"""Where "some" becomes "too many": every number that a check compares data with.

Impossible values need no number here; a rate lies between 0 and 1 wherever it is measured. These
are judgements: loose enough that an ordinary company is quiet, tight enough that a broken export
is not. All shares are of the records of one source, from 0 to 1.
"""

from collections.abc import Mapping
from typing import Final

SMALLEST_SHARE_OF_PREVIOUS: Final = 0.5
"""A fact table with less than this of its published rows was read incompletely."""

FEWEST_ROWS_TO_COMPARE: Final = 100
"""Below this many published rows, halving is an ordinary week."""

FEWEST_ROWS_FOR_A_SHARE: Final = 50
"""Among fewer records a single one is a large share, and `data_problems` lists it anyway."""

PROBLEM_SHARES: Final[Mapping[str, float]] = {
    "unmapped_stage": 0.01,  # new stages appear one at a time and are one line to map
    "duplicate_key": 0.01,
    "bad_cell": 0.01,
    "missing_rate": 0.02,
    "inconsistent_time": 0.02,
    "capped_close_date": 0.05,  # closing ahead of the date is a habit in some teams
    "payload_error": 0.001,
    "dangling_reference": 0.05,
    "unmatched_booking": 0.30,  # calendars hold internal meetings too
    "invalid_contact": 0.20,  # typed in by hand
    "excluded": 0.50,  # more, and an exclusion pattern catches real deals
}
"""Share of a source's records that may have a problem, by kind of `data_problems`."""

UNKNOWN_START_SHARE: Final = 0.10
UNASSIGNED_SHARE: Final = 0.20
UNKNOWN_CHANNEL_SHARE: Final = 0.50
WON_WITHOUT_AMOUNT_SHARE: Final = 0.20
UNLINKED_ACTIVITY_SHARE: Final = 0.50
ZERO_LENGTH_VISIT_SHARE: Final = 0.50
UNKNOWN_REFERRER_SHARE: Final = 0.50

ROLE_SHARE: Final = 0.30
DISPOSABLE_SHARE: Final = 0.05
DUPLICATE_CONTACT_SHARE: Final = 0.20
UNKNOWN_REGION_SHARE: Final = 0.05

ENDS_BEFORE_START_SHARE: Final = 0.01
BOOKED_AFTER_START_SHARE: Final = 0.10  # meetings entered after the fact
ASSUMED_HELD_SHARE: Final = (
    0.90  # above it, the show rate is nearly a guess; some calendars only know who did not come
)

LONGEST_CYCLE_DAYS: Final = 3650.0
EARLIEST_YEAR: Final = 1990
"""A cycle older or longer than this is a mistyped year."""

LARGEST_DEAL_OVER_MEDIAN: Final = 1000.0
"""A won deal this many times the median one is usually a misplaced decimal mark."""

FEWEST_DEALS_FOR_MEDIAN: Final = 20
HIGHEST_ATTAINMENT: Final = 10.0
"""Ten times the quota is a quota in another currency or unit."""

HIGHEST_OVERALL_WIN_RATE: Final = 0.95
FEWEST_CLOSED_FOR_A_RATE: Final = 50

LONGEST_REFERRAL_CHAIN: Final = 20

LONGEST_QUIET_DAYS: Final = 31.0
"""A source in which nothing begins or ends for so long is probably an export that stopped."""

OLDEST_SYNC_HOURS: Final = 48.0
"""Two missed nights."""
