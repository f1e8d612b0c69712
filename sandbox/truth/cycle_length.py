"""What closed in a period, how, and after how long."""

from collections.abc import Iterator

from sandbox.truth.arithmetic import mean, percentile, ratio
from sandbox.truth.cycles import Books, Cycle
from sandbox.truth.segments import Cube, of_cycle, total
from sandbox.truth.visits import Row


def sales_cycle_length(books: Books) -> Iterator[Row]:
    """Yield one row per segment and period in which something closed."""
    cube: Cube[Cycle] = Cube()
    for cycle in books.counted:
        if cycle.close_date is not None:
            cube.add(cycle, of_cycle(cycle), cycle.close_date)
    for keys, cycles in cube:
        won = [cycle for cycle in cycles if cycle.status == "won"]
        lost = sum(cycle.status == "lost" for cycle in cycles)
        days = [cycle.length_days for cycle in won]
        yield keys | {
            "won": len(won),
            "lost": lost,
            "disqualified": len(cycles) - len(won) - lost,
            "win_rate": ratio(len(won), len(won) + lost),
            "won_amount_reporting": total(cycle.amount_reporting for cycle in won),
            "missing_amounts": sum(cycle.amount_reporting is None for cycle in won),
            "mean_days": mean(days),
            "median_days": percentile(days, 0.5),
            "p90_days": percentile(days, 0.9),
        }
