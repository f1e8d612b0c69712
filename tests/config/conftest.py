"""A salescycle.yml in a folder of its own, and a warehouse that has its config tables."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from connectors.company import write
from connectors.config import Config, ConfigError, load

SOURCES = """
sources:
  - name: crm
    type: spreadsheet
    tables:
      - {path: leads.csv, entity: lead, columns: {lead_id: ID}}
"""


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[..., Config]:
    """Loads a text as tmp_path/salescycle.yml, with no environment but the one given."""

    def loaded(text: str, *, as_of: str | None = None, env: dict[str, str] | None = None) -> Config:
        path = tmp_path / "salescycle.yml"
        path.write_text(text, encoding="utf-8")
        return load(path, as_of=as_of, env=env or {})

    return loaded


@pytest.fixture
def load_with(load_text: Callable[..., Config]) -> Callable[..., Config]:
    """Like load_text, with one small source added."""
    return lambda text, **options: load_text(text + SOURCES, **options)


@pytest.fixture
def problems_of(load_text: Callable[..., Config], tmp_path: Path) -> Callable[..., list[str]]:
    """The problems of a text, without the folder in front of the file's name."""

    def problems(text: str, **options: object) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            load_text(text, **options)
        return [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]

    return problems


@pytest.fixture(scope="session")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the calendar of UTC, so that tests about other tables need not write it."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "salescycle.yml").write_text(SOURCES)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        config = load(folder / "salescycle.yml", env={})
        write(connection, config, now=datetime(2026, 1, 1, tzinfo=UTC))
    return folder / "warehouse.duckdb"


@pytest.fixture
def warehouse(tmp_path: Path, written_once: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open copy of it."""
    shutil.copy(written_once, tmp_path / "warehouse.duckdb")
    with duckdb.connect(tmp_path / "warehouse.duckdb") as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection
