"""Problems by kind and source: each kind has a share from which it is worth a morning."""

from expectations.suite import Frame, at_most
from expectations.thresholds import FEWEST_ROWS_FOR_A_SHARE, PROBLEM_SHARES

# the records that the share is of are not in the mart, but follow from it
_IS_ENOUGH = f"count >= share * {FEWEST_ROWS_FOR_A_SHARE}"
_BY_KIND = ",\n".join(
    f"        case when kind = '{kind}' and {_IS_ENOUGH} then share end as {kind}"
    for kind in PROBLEM_SHARES
)
_QUERY = f"""
    select
        source, kind, count, example_id, how_to_fix,
{_BY_KIND}
    from marts.data_problems
"""

FRAMES = (
    Frame(
        _QUERY,
        label=("source", "count", "how_to_fix"),
        expectations=(
            *(
                at_most(
                    kind,
                    share,
                    "warning",
                    f"Too many records have the problem {kind}; the example says what to do.",
                    "example_id",
                )
                for kind, share in PROBLEM_SHARES.items()
            ),
        ),
    ),
)
