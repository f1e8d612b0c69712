"""Oracle Sales: what its pods do beyond what every connector is held to."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.api.policy import Policy
from connectors.config.models import Company as Settings
from connectors.config.systems import OracleSource
from connectors.connector import ConfiguredSource
from connectors.landing import Landing
from connectors.oracle import ORACLE
from connectors.oracle.details import BATCH
from sandbox.api import Sandbox
from sandbox.api.oracle import Oracle
from sandbox.api.oracle import api as served
from sandbox.api.oracle.schema import RESOURCES
from sandbox.company import Company
from sandbox.company.clock import end_of
from tests.sandbox.api.tiny import TOKEN

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
POD = replace(ORACLE, limits=(), policy=Policy(tries=2, first_wait_seconds=0.01))


class Served:
    """A pod, and a source that reads it."""

    def __init__(self, folder: Path, vendor: Oracle, now: datetime, **settings: Any) -> None:
        self.vendor, self.now = vendor, now
        self.sandbox = Sandbox([vendor], token=TOKEN, now=lambda: now, keeps_log=True).start()
        self.landing = Landing(folder / "landing")
        login = {"login": {"user": "reader", "password": TOKEN}}
        common = {"name": "crm", "type": "oracle", "base_url": self.sandbox.url("oracle")}
        source = OracleSource.model_validate({**common, **login, **settings})
        self.source = ConfiguredSource("crm", "oracle", source, folder, Settings())

    def sync(self, stream: str, **options: Any) -> Any:
        result = POD.sync(self.source, stream, self.landing, now=self.now, **options)
        assert not result.refused, result.refused
        return result

    def rows(self, stream: str) -> list[dict[str, Any]]:
        batches = self.landing.read("crm", stream)
        return [row for batch in batches for row in batch.to_pylist()]

    @property
    def asked(self) -> list[Any]:
        """The requests so far."""
        return list(self.sandbox.requests or ())

    def findings(self) -> dict[str, tuple[bool, str]]:
        found = POD.probe(self.source, now=self.now)
        return {one.what: (one.is_good, one.detail) for one in found}


Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(7, scale=0.1, day=0)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    opened: list[Served] = []

    def serve(company: Company | None = None, page: int = 500, **settings: Any) -> Served:
        now = end_of(0) if company else NOW
        vendor = Oracle(company, lambda: now, page=page)
        opened.append(Served(tmp_path / str(len(opened)), vendor, now, **settings))
        return opened[-1]

    yield serve
    for one in opened:
        one.sandbox.stop()


def test_everything_is_read_in_windows_of_keys_however_short_the_pages_are(
    serve: Serve, company: Company
) -> None:
    pod = serve(company, page=30)
    for stream in POD.all_streams:
        assert pod.sync(stream).rows > 0, stream
    deals = [row["record_id"] for row in pod.rows("opportunity")]
    assert len(deals) == len(set(deals)) > 100
    assert {row["parent_id"] for row in pod.rows("opportunity_child")} == set(deals)
    asked = [request for request in pod.asked if request.path.endswith("opportunities")]
    assert len(asked) >= len(deals) / 30
    assert not any("offset" in request.query for request in pod.asked)


def test_without_a_record_set_only_the_callers_own_records_are_seen(
    serve: Serve, company: Company
) -> None:
    everything, own = serve(company), serve(company, record_set="-")
    counts = [pod.sync("opportunity").rows for pod in (everything, own)]
    assert 0 <= counts[1] < counts[0] / 2
    # with another filter other records are seen: everything is read anew
    again = Served(own.source.folder, own.vendor, own.now)
    again.landing = own.landing
    assert again.sync("opportunity").rows == counts[0]
    again.sandbox.stop()


def test_children_beyond_what_an_answer_holds_are_fetched(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    pod = serve(page=40)
    (opportunity,) = pod.vendor.create(1)
    made = pod.vendor.pod.made
    one = made.snapshots(int(opportunity))[0]
    many = [one | {"OptyStgSnapshotId": 1000 + n} for n in range(90)]
    monkeypatch.setattr(made, "snapshots", lambda opty_id: many)
    whole = served.Oracle._expand

    def cut(vendor: Oracle, resource: Any, page: list[Any], expand: str) -> None:
        whole(vendor, resource, page, expand)
        for row in page if expand else []:
            row["opportunityStageSnapshots"] = row["opportunityStageSnapshots"][:25]

    monkeypatch.setattr(served.Oracle, "_expand", cut)
    pod.sync("opportunity")
    assert pod.sync("opportunity_child").calls == 4
    (row,) = pod.rows("opportunity_child")
    found = json.loads(row["payload"])["opportunityStageSnapshots"]
    assert [each["OptyStgSnapshotId"] for each in found] == [1000 + n for n in range(90)]


def test_children_of_many_cost_a_call_and_those_of_what_did_not_change_none(serve: Serve) -> None:
    pod = serve()
    pod.vendor.create(3 * BATCH)
    pod.sync("opportunity")
    assert pod.sync("opportunity_child").calls == 3
    pod.now += timedelta(minutes=1)
    pod.sync("opportunity")
    assert pod.sync("opportunity_child").calls == 0


def test_doctor_says_which_names_the_pod_does_not_know(serve: Serve) -> None:
    good = serve(properties={"lead": {"status": "LeadStage_c"}}).findings()
    assert {is_good for is_good, _ in good.values()} == {True}
    assert len(good) == 10
    bad = serve(
        resources={
            "lead": {"path": "mklLeads"},
            "activity": {"key": "ActivityNo"},
            "revenue": {"path": "Revenue"},
        },
        properties={"deal": {"discount": "Rabatt_c"}},
    ).findings()
    assert bad["crm"][0]
    assert "resources.activity.key" in bad["crm activity"][1]
    assert "resources.lead.path" in bad["crm lead"][1]
    assert "resources.revenue.path" in bad["crm opportunity"][1]
    assert "properties.deal.discount" in bad["crm opportunity"][1]
    assert not bad["crm opportunity"][0]


def test_doctor_says_what_may_not_be_read_and_that_a_password_is_wrong(serve: Serve) -> None:
    pod = serve()
    pod.vendor.hidden = {"products", "accounts"}
    found = pod.findings()
    assert found["crm product"][0]
    assert "the rest is read without it" in found["crm product"][1]
    assert not found["crm account"][0]
    wrong = serve(login={"user": "reader", "password": "another"}).findings()
    assert list(wrong) == ["crm"]
    assert "renew the credential" in wrong["crm"][1]


def test_the_served_fields_are_those_that_are_described(company: Company) -> None:
    vendor = Oracle(company, lambda: end_of(0))
    for resource in RESOURCES.values():
        if resource.name != "salesMethods":
            rows = list(vendor.pod.rows(resource, "ALL"))
            assert rows, resource.name
            unknown = {name for row in rows for name in row}.difference(resource.fields)
            assert not unknown, (resource.name, unknown)


def test_a_difference_to_what_the_pod_counts_is_told_with_its_time(
    serve: Serve, company: Company
) -> None:
    pod = serve(company)
    for stream in ("opportunity", "lead", "tally"):
        pod.sync(stream)
    counts = {row["record_id"]: json.loads(row["payload"]) for row in pod.rows("tally")}
    assert counts.keys() == {"opportunity", "lead"}
    assert all(count["vendor_count"] == count["held_count"] > 100 for count in counts.values())
    # one is gone since
    lost = pod.vendor.pod._shelf("opportunities").pop(50)
    pod.sync("tally")
    told = [json.loads(row["payload"]) for row in pod.rows("tally")][len(counts)]
    assert (told["stream"], told["is_different"]) == ("opportunity", True)
    made = datetime.fromisoformat(lost["CreationDate"])
    begins, ends = (datetime.fromisoformat(told[f"differs_{end}"]) for end in ("from", "until"))
    assert begins <= made < ends <= begins + timedelta(hours=1)
