"""What `salescycle doctor` finds of a described system."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from connectors.config.models import Company
from connectors.connector import ConfiguredSource
from connectors.registry import connector_of
from sandbox.api import Sandbox
from sandbox.api.odd import Odd
from tests.conformance.world import START
from tests.rest.odd import OddSource

TOKEN = "a-key-that-nobody-may-see"


@dataclass
class System:
    """The odd system, served, and what a source that is described in some other way finds."""

    sandbox: Sandbox
    crm: Odd
    settings: dict[str, Any] = field(default_factory=dict)

    def found(self, stream: str = "", token: str = TOKEN, **changed: Any) -> dict[str, Any]:
        """Stream: (whether it is good, what is told); `changed` are words of `stream`."""
        url = self.sandbox.url("rest")
        data = {"name": "odd", "type": "rest", "base_url": url, "token": token}
        source = OddSource.model_validate(data)
        streams = tuple(
            one.model_copy(update=changed) if one.name == stream else one for one in source.streams
        )
        settings = source.model_copy(update={"streams": streams})
        configured = ConfiguredSource("odd", "rest", settings, Path(), Company())
        connector = replace(connector_of(configured), limits=())  # type: ignore[type-var]
        findings = connector.probe(configured, now=START)
        return {f.what.removeprefix("odd "): (f.is_good, f.detail) for f in findings}


@pytest.fixture
def system() -> Iterator[System]:
    crm = Odd(lambda: START)
    crm.create(60)
    crm.firms += [{"nr": 1, "title": "Firm", "heads": 3, "trade": "ships"}]
    with Sandbox([crm], token=TOKEN, now=lambda: START) as sandbox:
        yield System(sandbox, crm)


def test_every_list_is_tried_with_one_page_and_children_with_one_parent(system: System) -> None:
    found = system.found()
    assert found["people"] == (
        True,
        "50 records on the first page; none of them has source: check the paths of its feeds",
    )
    assert found["firms"] == (True, "1 records on the first page")
    assert found["chances"][1].startswith("may be read; no records at chances: check `records`")
    assert found["talks"][1].startswith("1 records on the first page; none of them has way")
    assert all(is_good for is_good, _ in found.values())
    assert sum(system.sandbox.calls.values()) == len(found) == 7


def test_what_does_not_fit_is_told_with_its_fix(system: System) -> None:
    is_good, told = system.found("people", modified="touched")["people"]
    assert not is_good
    assert told == "no record has a time at touched; correct modified, or dates"
    is_good, told = system.found("firms", path="companies")["firms"]
    assert not is_good
    assert "GET companies answered 404; check base_url" in told
    is_good, told = system.found("firms", key="number")["firms"]
    assert not is_good
    assert told.endswith("if it is, check that records have number")
    found = system.found("people", records="result.people")
    assert found["people"][1].startswith("may be read; no records at result.people")
    assert found["talks"] == (True, "not tried: people shows no record")


def test_a_right_that_is_missing_is_named(system: System) -> None:
    system.sandbox.faults.add("status", status=403, path="targets")
    is_good, told = system.found()["targets"]
    assert is_good
    assert "grant the role Planner; the rest is read without it" in told
    system.sandbox.faults.add("status", status=403, path="people")
    found = system.found()
    assert not found["people"][0]
    assert "grant the role Reader" in found["people"][1]
    assert found["firms"][0]


def test_a_wrong_credential_is_told_once_and_never_shown(system: System) -> None:
    found = system.found(token="another-key")
    assert list(found) == ["people"]
    assert not found["people"][0]
    assert "renew the credential" in found["people"][1]
    assert "another-key" not in found["people"][1]
