"""A sync that dies: what is on disk stays, what is not is read the next night."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from connectors.api.children import AT_ONCE, WRITTEN_AHEAD, Children
from connectors.api.records import Records
from connectors.landing import Landing
from tests.conformance.subjects import PARENTS, Subject
from tests.conformance.world import COUNT, World

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"segment_bytes": 1, "batch_rows": 20}
"""Segments of 20 rows: many of them in a sweep."""


def sweep(world: World, streams: list[str], **orders: Any) -> subprocess.Popen[str]:
    """A process that syncs these streams."""
    orders |= {
        "subject": world.subject.name,
        "folder": str(world.folder),
        "access": world.access(),
        "now": world.now.isoformat(),
        "streams": streams,
    }
    command = [sys.executable, "-m", "tests.conformance.sweep", json.dumps(orders)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def killed_in(world: World, stream: str, *, after: int, landed: int) -> int:
    """Kill a sync of the stream after so many requests, once so many new segments have landed.

    Returns its calls.
    """
    before, running = world.calls, []
    wanted = len(world.landing.segments(world.source.name, stream)) + landed

    def kill() -> None:
        for _ in range(1000):
            if len(world.landing.segments(world.source.name, stream)) >= wanted:
                running[0].kill()
                return
            time.sleep(0.01)

    with world.broken("call", call=kill, after=after):
        running.append(sweep(world, [stream], **SMALL))
        assert running[0].wait(60) == -signal.SIGKILL
        assert running[0].stdout is not None
        running[0].stdout.close()
    return world.calls - before


def resumed(world: World, stream: str) -> Any:
    """The next sync, with segments as small; it must succeed."""
    world.landing = Landing(world.folder / "landing", **SMALL)
    result = world.sync(stream)
    assert not result.refused
    return result


def calls_of_all_children(world: World) -> int:
    """What reading the children of everything that landed costs."""
    other = Landing(world.folder / "again")
    stream = world.subject.main
    shutil.copytree(
        world.landing.folder(world.source.name, stream), other.folder(world.source.name, stream)
    )
    result = world.subject.connector.sync(world.source, world.subject.child, other, now=world.now)
    assert not result.refused
    return result.calls


@pytest.mark.parametrize("subject", PARENTS, ids=lambda subject: subject.name)
def test_a_kill_between_parent_and_child_loses_no_child(world: World) -> None:
    made = list(world.vendor.create(COUNT))
    world.main()
    # the process ends here: its child stream is not read this night
    world.landing = Landing(world.folder / "landing")
    world.night()
    world.vendor.change(made[4])
    (new,) = world.vendor.create(1)
    assert world.main().rows == 2
    result = world.child()
    assert not result.refused
    live = {row["parent_id"] for row in world.rows(world.subject.child) if not row["is_deleted"]}
    assert live == {*made, new}
    world.night()
    world.main()
    assert world.child().rows == 0


def test_a_kill_in_the_middle_of_a_sweep_loses_nothing(world: World) -> None:
    stream = world.subject.main
    made = list(world.vendor.create(COUNT))
    world.prepare(stream)
    anew, least = world.read_anew()
    calls = killed_in(world, stream, after=world.pages - 1, landed=5)
    before = world.rows(stream)
    assert 0 < len(before) < COUNT
    result = resumed(world, stream)
    assert world.live(stream) == anew
    assert world.live(stream).keys() == set(made)
    again = len(world.rows(stream)) - COUNT
    if isinstance(world.subject.stream(stream), Records):
        # it goes on from the last page that is whole on disk
        assert result.calls < least
        assert again <= 2 * world.subject.page
    else:
        # it reads from the start, and lands what is not there yet
        assert result.calls == least
        assert again <= SMALL["batch_rows"]
    assert calls <= least
    assert world.state(stream)[""]["rows"] == COUNT
    world.night()
    assert world.main().rows == 0


@pytest.mark.parametrize("subject", PARENTS, ids=lambda subject: subject.name)
def test_a_kill_in_the_middle_of_the_children_loses_none(world: World) -> None:
    stream = world.subject.child
    declared = world.subject.stream(stream)
    assert isinstance(declared, Children)
    # enough for several batches, each of which lands with the place that it reaches
    count = COUNT if declared.batch == 1 else 2 * declared.batch + COUNT
    made = list(world.vendor.create(count))
    world.main()
    world.prepare(stream)
    least = calls_of_all_children(world)
    calls = killed_in(world, stream, after=least // 2, landed=1)
    before = len(world.rows(stream))
    assert 0 < before <= count
    result = resumed(world, stream)
    assert {row["parent_id"] for row in world.rows(stream)} == set(made)
    # only what was under way when it died is asked for again
    again = max(declared.batch, SMALL["batch_rows"])
    assert result.calls < least
    assert len(world.rows(stream)) <= count + again
    assert calls + result.calls <= least + AT_ONCE * WRITTEN_AHEAD + again / declared.batch


def test_a_kill_on_a_later_night_loses_no_change(subject: Subject, world: World) -> None:
    made = list(world.vendor.create(COUNT))
    world.main()
    world.night()
    for record in made[:240]:
        world.vendor.change(record)
    world.vendor.delete(made[-1])
    world.now = world.now.replace(minute=1)
    killed_in(world, subject.main, after=2, landed=0)
    world.night()
    world.vendor.change(made[0])
    world.now = world.now.replace(minute=1)
    resumed(world, subject.main)
    world.night()
    resumed(world, subject.main)
    assert world.live(subject.main) == world.truth()
