"""What only Salesforce has: bulk jobs, descriptions, deletions that fade, a day's calls."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.api.refusals import BUSY, CURSOR, FORBIDDEN, SPENT, Meaning, Refusal
from connectors.errors import BudgetSpent, StreamFailed
from connectors.salesforce import SALESFORCE, answers, soql
from sandbox.api.salesforce import Salesforce
from tests.conformance.subjects import SUBJECTS
from tests.conformance.world import World

SUBJECT = next(subject for subject in SUBJECTS if subject.declared is SALESFORCE)
COUNT = 250
Opens = Callable[..., World]


@pytest.fixture
def open_world(tmp_path: Path) -> Iterator[Opens]:
    worlds = []

    def opened(**settings: Any) -> World:
        def access(secret: str) -> Mapping[str, Any]:
            return {"token": secret, **settings}

        subject = replace(SUBJECT, access=access)
        world = World(subject, tmp_path / str(len(worlds)))
        world.vendor.create(COUNT)
        worlds.append(world)
        return world

    yield opened
    for world in worlds:
        world.close()


def texts(payload: str) -> dict[str, str | None]:
    """A record as staging reads it: texts, times alike, empty as null."""
    found = {}
    for name, value in json.loads(payload).items():
        text = (
            None if value is None else str(value).lower() if value in (True, False) else str(value)
        )
        found[name] = text.replace("+0000", "Z") if text and text.endswith("+0000") else text
    found.pop("attributes", None)
    return found


def jobs(world: World) -> int:
    return sum(
        count
        for (_, method, path), count in world.sandbox.calls.items()
        if method == "POST" and path.endswith("/jobs/query")
    )


def test_what_is_read_in_bulk_says_the_same_as_what_is_queried(open_world: Opens) -> None:
    few, many = open_world(), open_world(bulk_rows=COUNT - 1)
    assert not few.main().refused
    assert not many.main().refused
    assert (jobs(few), jobs(many)) == (0, 1)
    queried, in_bulk = few.rows("lead"), many.rows("lead")
    assert len(queried) == len(in_bulk) == COUNT
    for one, other in zip(queried, in_bulk, strict=True):
        assert (one["record_id"], one["modified_at"]) == (other["record_id"], other["modified_at"])
        assert texts(one["payload"]) == texts(other["payload"])
    many.night()
    assert many.main().rows == 0
    assert many.live("lead").keys() == many.truth().keys()


def test_many_changes_are_read_in_bulk_too_and_deletions_among_them(open_world: Opens) -> None:
    world = open_world(bulk_rows=COUNT // 2)
    world.main()
    made = list(world.live("lead"))
    world.night()
    for record in made[:150]:
        world.vendor.change(record)
    world.vendor.delete(made[-1])
    world.vendor.merge(made[-2], made[-3])
    result = world.main()
    assert (jobs(world), result.deleted, result.refused) == (2, 2, [])
    merged = [row for row in world.rows("lead") if row["record_id"] == made[-2]][-1]
    assert json.loads(merged["context"]) == {"merged_into": made[-3]}
    assert world.live("lead").keys() == set(made[:-2])
    assert world.state("lead")[""]["rows"] == COUNT - 2


def test_a_list_of_fields_that_no_address_holds_goes_by_a_job(
    open_world: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soql, "LONGEST_QUERY", 200)
    world = open_world()
    assert not world.main().refused
    assert jobs(world) == 1
    assert len(world.rows("lead")) == COUNT


def test_a_job_that_was_begun_is_gone_on_with(open_world: Opens) -> None:
    world = open_world(bulk_rows=10)
    world.prepare("lead")
    with world.broken("status", status=500, times=100, after=3):
        assert world.main().refused
    assert world.rows("lead") == []
    assert not world.main().refused
    assert jobs(world) == 1
    assert len(world.rows("lead")) == COUNT


def test_a_job_that_is_gone_is_begun_anew(open_world: Opens) -> None:
    world = open_world(bulk_rows=10)
    world.prepare("lead")
    with world.broken("status", status=500, times=100, after=3):
        assert world.main().refused
    vendor: Salesforce = world.vendor
    vendor.bulk._jobs.clear()
    assert not world.main().refused
    assert sorted(world.live("lead")) == sorted(world.truth())


def test_a_part_of_the_days_calls_is_left_for_other_tools(open_world: Opens) -> None:
    world = open_world(reserve=0.5)
    world.prepare("lead")
    vendor: Salesforce = world.vendor
    vendor.per_day = 2 * (world.calls + 2)
    before = world.calls
    (error,) = world.main().refused
    assert isinstance(error, BudgetSpent)
    assert "50% are kept for other tools" in str(error)
    # the answer to the first call tells what a day has
    assert world.calls - before == 2
    assert 0 < len(world.rows("lead")) < COUNT


def test_once_the_days_calls_are_used_up_nothing_is_asked(open_world: Opens) -> None:
    world = open_world(reserve=0)
    world.prepare("lead")
    vendor: Salesforce = world.vendor
    vendor.is_limited, vendor.per_day = True, 0
    results = world.main(), world.sync("contact")
    assert [type(result.refused[0]) for result in results] == [BudgetSpent, BudgetSpent]
    assert sum(result.calls for result in results) <= 1


def test_an_object_that_the_organization_has_not_costs_no_call(open_world: Opens) -> None:
    world = open_world()
    world.vendor.org.hidden.add("OpportunitySplit")
    world.prepare("opportunity_split")
    result = world.sync("opportunity_split")
    assert (result.calls, result.refused) == (0, [])
    assert "has no OpportunitySplit" in str(result.unavailable)
    world.vendor.org.hidden.add("CurrencyType")
    assert "grant the right to read CurrencyType" in str(world.sync("currency_type").unavailable)


def test_fields_are_those_of_the_description(open_world: Opens) -> None:
    world = open_world()
    world.vendor.org.hidden.add("Lead.Email")
    assert not world.main().refused
    (payload, *_) = world.live("lead").values()
    assert "Email" not in payload
    assert "Lead_Stage__c" in payload
    assert "Address" not in payload


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Nothing__c", "correct it, or let this user read it"),
        ("lead_stage__c", "write Lead_Stage__c"),
    ],
)
def test_a_chosen_field_that_is_not_there_is_named(open_world: Opens, name: str, told: str) -> None:
    world = open_world(properties={"lead": {"status": name}})
    (error,) = world.main().refused
    assert isinstance(error, StreamFailed)
    assert name in str(error)
    assert told in str(error)


def test_after_a_pause_that_outlasts_the_recycle_bin_everything_is_read(open_world: Opens) -> None:
    world = open_world()
    world.main()
    made = list(world.live("lead"))
    world.night()
    world.vendor.delete(made[0])
    world.now += timedelta(days=20)
    result = world.main()
    assert (result.refused, result.deleted) == ([], 1)
    assert world.live("lead").keys() == set(made[1:])
    world.night()
    assert world.main().rows == 0


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit"}], SPENT),
        (403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "ConcurrentRequests"}], BUSY),
        (400, [{"errorCode": "INVALID_QUERY_LOCATOR", "message": ""}], CURSOR),
        (400, [{"errorCode": "INVALID_TYPE", "message": ""}], FORBIDDEN),
        (400, [{"errorCode": "QUERY_TIMEOUT", "message": ""}], BUSY),
        (400, [{"errorCode": "INVALID_FIELD", "message": ""}], None),
        (420, "setting things up", BUSY),
        (400, {"error": "invalid_grant"}, None),
        (500, [], None),
    ],
)
def test_errors_mean_what_their_code_says(status: int, body: Any, meaning: Meaning | None) -> None:
    assert answers.reads_error(Refusal(status, {}, json.dumps(body).encode())) == meaning
