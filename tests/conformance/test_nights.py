"""What a night lands: everything once, then what differs and nothing else."""

import json
from datetime import timedelta

import pytest

from connectors.api.records import Records
from connectors.errors import TruncatedRead
from tests.conformance.subjects import MERGING, Subject
from tests.conformance.world import COUNT, World


def first_night(world: World) -> list[str]:
    """Records are made and read for the first time; returns their ids."""
    made = list(world.vendor.create(COUNT))
    assert not world.main().refused
    assert not world.child().refused
    return made


def test_a_first_run_lands_every_record_once_and_its_children(world: World) -> None:
    made = list(world.vendor.create(COUNT))
    main, child = world.main(), world.child()
    rows = world.rows(world.subject.main)
    assert sorted(row["record_id"] for row in rows) == sorted(made)
    assert not any(row["is_deleted"] or row["payload_error"] for row in rows)
    assert {row["extracted_at"] for row in rows} == {world.now}
    assert all(row["modified_at"] for row in rows)
    children = [row["parent_id"] for row in world.children()]
    assert set(children) == world.subject.children_of(made)
    assert (main.rows, child.rows, main.deleted) == (COUNT, len(set(children)), 0)
    # one more to learn how many there are, one for what is deleted
    assert main.calls <= world.pages + 2
    assert not main.problems
    assert world.state(world.subject.main)[""]["rows"] == COUNT


def test_nothing_new_lands_an_empty_segment_for_few_calls(world: World) -> None:
    made = first_night(world)
    world.night()
    world.vendor.change(made[0])
    world.main()
    world.child()
    world.night()
    main, child = world.main(), world.child()
    assert (main.rows, main.segments, child.rows, child.segments) == (0, 1, 0, 1)
    assert world.last_segment_rows(world.subject.main) == 0
    assert not world.subject.has_children or world.last_segment_rows(world.subject.child) == 0
    assert (main.refused, child.refused) == ([], [])
    assert main.calls <= 3
    assert child.calls == 0


def test_a_change_lands_that_record_and_its_children_alone(world: World) -> None:
    made = first_night(world)
    before = world.live(world.subject.main)[made[7]]
    world.night()
    world.vendor.change(made[7])
    main, child = world.main(), world.child()
    assert [row["record_id"] for row in world.rows(world.subject.main)[COUNT:]] == [made[7]]
    children = world.children()[COUNT:]
    assert {row["parent_id"] for row in children} == world.subject.children_of({made[7]})
    assert (main.rows, main.deleted) == (1, 0)
    assert child.calls <= 3
    assert world.live(world.subject.main)[made[7]] != before
    assert world.live(world.subject.main) == world.truth()
    assert world.state(world.subject.main)[""]["rows"] == COUNT


def test_a_new_record_lands_beside_the_others(world: World) -> None:
    made = first_night(world)
    world.night()
    (new,) = world.vendor.create(1)
    assert (world.main().rows, world.child().refused) == (1, [])
    children = [row["parent_id"] for row in world.children()[COUNT:] if not row["is_deleted"]]
    assert sorted(children) == sorted(world.subject.children_of({new}))
    assert world.live(world.subject.main).keys() == {*made, new}
    assert world.state(world.subject.main)[""]["rows"] == COUNT + 1


def test_thousands_of_one_moment_land_once_each(world: World) -> None:
    made = first_night(world)
    world.night()
    new = world.vendor.create(2_500)
    world.now += timedelta(seconds=1)
    result = world.main()
    keys = [row["record_id"] for row in world.rows(world.subject.main)[COUNT:]]
    assert sorted(keys) == sorted(new)
    assert (result.rows, result.refused) == (2_500, [])
    assert world.state(world.subject.main)[""]["rows"] == COUNT + 2_500
    world.night()
    assert world.main().rows == 0
    assert world.live(world.subject.main).keys() == {*made, *new}


def test_a_deletion_lands_as_one_tombstone_once(world: World) -> None:
    made = first_night(world)
    world.night()
    world.vendor.delete(made[3])
    result = world.main()
    (gone,) = world.rows(world.subject.main)[COUNT:]
    assert (gone["record_id"], gone["is_deleted"]) == (made[3], True)
    assert (result.rows, result.deleted) == (1, 1)
    assert world.child().rows == 0
    world.night()
    assert world.main().rows == 0
    assert world.live(world.subject.main).keys() == {*made} - {made[3]}
    assert world.state(world.subject.main)[""]["rows"] == COUNT - 1


@pytest.mark.parametrize("subject", MERGING, ids=lambda subject: subject.name)
def test_a_merge_lands_the_loser_as_gone_into_the_survivor(subject: Subject, world: World) -> None:
    made = first_night(world)
    world.night()
    world.vendor.merge(made[1], made[2])
    result = world.main()
    rows = {row["record_id"]: row for row in world.rows(subject.main)[COUNT:]}
    assert rows.keys() == {made[1], made[2]}
    assert rows[made[1]]["is_deleted"]
    assert json.loads(rows[made[1]]["context"]) == {"merged_into": made[2]}
    assert not rows[made[2]]["is_deleted"]
    assert (result.rows, result.deleted) == (2, 1)
    world.night()
    assert world.main().rows == 0
    assert world.live(subject.main) == world.truth()


def test_a_payload_is_what_was_served_byte_for_byte(world: World) -> None:
    world.sandbox.is_spaced = True
    made = first_night(world)
    world.night()
    world.vendor.change(made[0])
    world.vendor.create(5)
    assert (world.main().rows, world.child().refused) == (6, [])
    streams = (world.subject.main, *([world.subject.child] if world.subject.has_children else []))
    for stream in streams:
        rows = [row for row in world.rows(stream) if not row["is_deleted"]]
        assert len(rows) == COUNT + 6
        for row in rows:
            payload = row["payload"].encode()
            assert b"\n" in payload
            assert any(payload in body for body in world.sandbox.bodies)
            assert row["payload_bytes"] is None


def test_records_that_change_while_pages_are_turned_are_not_lost(world: World) -> None:
    made = list(world.vendor.create(COUNT))
    world.prepare(world.subject.main)

    def meanwhile() -> None:
        for record in (made[0], made[COUNT // 2], made[-1]):
            world.vendor.change(record)
        world.vendor.create(3)
        world.vendor.delete(made[1])
        world.vendor.delete(made[-2])

    with world.broken("call", call=meanwhile, after=1):
        world.main()
    assert {*made[2:-2], made[0]} <= world.live(world.subject.main).keys()
    world.night()
    world.main()
    assert world.live(world.subject.main) == world.truth()
    for record in made[2:-2]:
        world.vendor.change(record)
    with world.broken("call", call=lambda: world.vendor.change(made[5]), after=1):
        world.main()
    world.night()
    world.main()
    assert world.live(world.subject.main) == world.truth()
    world.night()
    assert world.main().rows == 0


def test_records_that_are_deleted_while_pages_are_turned_are_not_lost(world: World) -> None:
    made = first_night(world)
    world.night()
    # enough for what is deleted to take more than one page itself
    for record in made[20:140]:
        world.vendor.delete(record)
    left = [*made[:20], *made[140:]]
    # the second night may read again what lies within the lag
    for _ in range(2):
        world.main()
        world.night()
    calls = world.main().calls
    assert calls > 1
    for number in range(calls):

        def meanwhile() -> None:
            world.vendor.delete(left.pop(0))
            world.vendor.delete(left.pop())

        # so that a night takes as many calls where deletions are among the changes
        for record in left:
            world.vendor.change(record)
        with world.broken("call", call=meanwhile, after=number):
            world.main()
        world.night()
        world.main()
        assert world.live(world.subject.main).keys() == set(left)
        assert world.state(world.subject.main)[""]["rows"] == len(left)


def test_a_read_of_less_than_half_is_refused_unless_it_is_accepted(world: World) -> None:
    made = first_night(world)
    world.night()
    for record in made[:200]:
        world.vendor.delete(record)
    # both kinds of streams read everything anew when their place is gone
    with world.broken("status", status=410):
        refused = world.main()
    assert [type(error) for error in refused.refused] == [TruncatedRead]
    assert "50 rows" in str(refused.refused[0])
    assert f"had {COUNT}" in str(refused.refused[0])
    assert refused.deleted == 0
    assert world.live(world.subject.main).keys() == set(made)
    world.night()
    with world.broken("status", status=410):
        accepted = world.main(accept_shrink=True)
    assert (accepted.refused, accepted.deleted) == ([], 200)
    assert world.live(world.subject.main).keys() == set(made[200:])


def test_the_watermark_stays_behind_the_vendors_clock_and_moves_at_the_end(world: World) -> None:
    declared = world.subject.stream(world.subject.main)
    made = first_night(world)
    for _ in range(3):
        before = world.state(world.subject.main)[""]
        world.night()
        for record in made[:200]:
            world.vendor.change(record)
        # the sandbox dates many changes one after another, so some lie ahead of its clock
        world.now += timedelta(seconds=1)
        with world.broken("status", status=500, times=100, after=1):
            failed = world.main()
        assert failed.refused
        assert failed.deleted == 0
        # nothing of an unfinished walk counts, whatever of it has landed
        reached = world.state(world.subject.main)[""]
        for fact in ("watermark", "deleted_at", "deleted", "rows", "is_complete"):
            assert reached.get(fact) == before.get(fact)
        assert not world.main().refused
        after = world.state(world.subject.main)[""]
        if isinstance(declared, Records):
            assert before["watermark"] <= after["watermark"]
            assert after["watermark"] <= (world.now - declared.lag).isoformat()
        assert world.live(world.subject.main) == world.truth()
