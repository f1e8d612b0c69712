"""A company, and a home folder in which one night of it was published."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.cli import main
from tests.orchestration.small_company import write_company


@dataclass(frozen=True)
class Place:
    """A company's folder and its home folder."""

    config: Path
    home: Path

    def run(self, *words: str) -> int:
        """Run a command for this company; returns its exit code."""
        return main(["--config", str(self.config), "--home", str(self.home), *words])


@pytest.fixture(autouse=True)
def _untouched_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """dbt is told the home folder through the environment; a test must not pass it to the next."""
    monkeypatch.setenv("SALESCYCLE_HOME", "")
    monkeypatch.delenv("SALESCYCLE_CONFIG", raising=False)


@pytest.fixture
def company(tmp_path: Path) -> Place:
    """A company that never ran."""
    return Place(write_company(tmp_path / "company"), tmp_path / "home")


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One night of the company, published; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("first-night")
    place = Place(write_company(folder / "company"), folder / "home")
    assert place.run("run", "--quiet") == 0
    return place


@pytest.fixture
def published(first_night: Place, tmp_path: Path) -> Place:
    """A company of its own to go on from after its first night."""
    shutil.copytree(first_night.home, tmp_path / "home", symlinks=True)
    shutil.copytree(first_night.config.parent, tmp_path / "company")
    return Place(tmp_path / "company" / "salescycle.yml", tmp_path / "home")
