"""Parts of the suites' queries that several of them write."""

from expectations.thresholds import FEWEST_ROWS_FOR_A_SHARE


def share(condition: str, among: str = "true") -> str:
    """SQL of the share of rows that meet a condition, among those that meet another.

    Null where the condition is never known, and among too few rows for a share to say anything.
    """
    return f"""case
            when count(*) filter (where {among}) >= {FEWEST_ROWS_FOR_A_SHARE}
            then avg(({condition})::integer) filter (where {among})
        end"""
