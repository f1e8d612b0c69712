"""How far the cycles that began in a period came."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.company.market import STAGES
from sandbox.truth.arithmetic import days_between, percentile, ratio
from sandbox.truth.cycles import Books, Cycle
from sandbox.truth.segments import Cube, of_cycle
from sandbox.truth.visits import Row, entry_beyond

STEPS = (*STAGES, "won", "referral")
WON, REFERRED = 7, 8


@dataclass(slots=True)
class Path:
    """What one cycle gives the funnel: its last step, the steps it was in, days to beyond each."""

    status: str
    last: int
    visited: set[int]
    days: dict[int, float | None]


def path_of(cycle: Cycle) -> Path:
    """How far a cycle came and how fast. A win that was taken back is none."""
    visited = {visit.number for visit in cycle.visits if visit.number is not None}
    days = {number: entry_beyond(cycle, number) for number in visited}
    last = cycle.furthest
    if cycle.status == "won":
        last = WON
        visited |= {WON}
        if len(cycle.all_visits) > len(cycle.visits) and cycle.closed is not None:
            last = REFERRED
            visited |= {REFERRED}
            days[WON] = days_between(cycle.closed, cycle.all_visits[-1].entered)
    return Path(cycle.status, last, visited, days)


def funnel_conversion(books: Books) -> Iterator[Row]:
    """Yield the eight steps of every cohort."""
    cube: Cube[Path] = Cube()
    for cycle in books.counted:
        cube.add(path_of(cycle), of_cycle(cycle), cycle.started.day)
    for keys, paths in cube:
        reached = [sum(path.last >= n for path in paths) for n in range(1, REFERRED + 1)]
        for number, step in enumerate(STEPS, start=1):
            here = [path.status for path in paths if path.last == number]
            open_here = here.count("open")
            beyond = reached[number] if number < REFERRED else None
            yield keys | {
                "step": step,
                "step_number": number,
                "reached": reached[number - 1],
                "visited": sum(number in path.visited for path in paths),
                "open_here": open_here,
                "exited_here": here.count("lost") + here.count("disqualified"),
                "conversion_to_next": ratio(beyond, reached[number - 1]),
                "conversion_from_start": ratio(reached[number - 1], reached[0]),
                "resolved_conversion": ratio(beyond, reached[number - 1] - open_here),
                "median_days_to_next": percentile((p.days.get(number) for p in paths), 0.5),
            }
