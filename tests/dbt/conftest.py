"""The dbt project, parsed once per session by dbt itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from dbt_commands import dbt, succeeded


@pytest.fixture(scope="session")
def dbt_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """dbt's output folder of this session: later commands find the project parsed there."""
    return tmp_path_factory.mktemp("dbt_target")


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory, dbt_target: Path) -> dict[str, Any]:
    """manifest.json of the project as it stands."""
    succeeded(dbt(tmp_path_factory.mktemp("home"), dbt_target, "parse"))
    parsed: dict[str, Any] = json.loads((dbt_target / "manifest.json").read_text())
    return parsed


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, Any]:
    """The project's models by name."""
    found = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    assert len(found) > 50
    return found
