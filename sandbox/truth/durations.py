"""How long stays last: finished ones by the period of their end, running ones by today's."""

from collections.abc import Iterator

from sandbox.truth.arithmetic import age, mean, percentile
from sandbox.truth.cycles import Books
from sandbox.truth.segments import Cube, of_cycle, of_rep
from sandbox.truth.visits import Row, Visit


def stage_durations(books: Books) -> Iterator[Row]:
    """Yield one row per segment, period and stage. Stage 7 never ends, so it has no duration."""
    cubes: dict[str, Cube[Visit]] = {}
    for cycle in books.counted:
        values = of_cycle(cycle)
        for visit in cycle.visits:
            rep_id = cycle.owner_at(visit.entered.at)
            day = visit.exited.day if visit.exited else books.today
            cube = cubes.setdefault(visit.stage, Cube())
            cube.add(visit, of_rep(values, rep_id, visit.entered.day), day)
    for stage, cube in cubes.items():
        for keys, visits in cube:
            yield keys | {"stage": stage} | _measures(books, visits)


def _measures(books: Books, visits: list[Visit]) -> Row:
    running = [visit for visit in visits if visit.exited is None]
    days = [visit.duration_days for visit in visits]
    return {
        "visits": len(visits),
        "completed": len(visits) - len(running),
        "open_now": len(running),
        "mean_days": mean(days),
        "median_days": percentile(days, 0.5),
        "p75_days": percentile(days, 0.75),
        "p90_days": percentile(days, 0.9),
        "oldest_open_days": max(
            (age(visit.entered, books.now, books.today) for visit in running), default=None
        ),
    }
