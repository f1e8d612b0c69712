"""A company whose CRM is described in its salescycle.yml, and the nights on which it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli import main
from sandbox.api import Sandbox
from sandbox.api.odd import Odd
from tests.rest.odd import LINES

TOKEN = "the-key-of-the-odd-system"
START = datetime.fromisoformat("2026-03-01T09:00:00Z")
COMPANY = "company: {reporting_timezone: Europe/Copenhagen, reporting_currency: EUR}\n"


@dataclass
class Place:
    """The system, the folder of the company, and what time it is."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    now: datetime = START
    crm: Odd = field(init=False)

    def __post_init__(self) -> None:
        self.crm = Odd(lambda: self.now)

    @property
    def config(self) -> Path:
        return self.folder / "salescycle.yml"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def run(self, *words: str) -> int:
        """Run a command at the time that it is; returns its exit code."""
        self.monkeypatch.setenv("SALESCYCLE_NOW", self.now.isoformat())
        return main(["--config", str(self.config), "--home", str(self.home), *words])

    def night(self, at: str, *words: str) -> int:
        """Let it become that time, and run a command."""
        self.now = datetime.fromisoformat(at)
        return self.run(*(words or ("sync", "--quiet")))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query of the warehouse."""
        warehouse = str(self.home / "warehouse.duckdb")
        with duckdb.connect(warehouse, read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        # dbt is told the home folder through the environment; it must not pass to other tests
        monkeypatch.setenv("SALESCYCLE_HOME", "")
        monkeypatch.setenv("ODD_KEY", TOKEN)
        place = Place(tmp_path_factory.mktemp("odd"), monkeypatch)
        with Sandbox([place.crm], token=TOKEN, now=lambda: place.now) as sandbox:
            place.config.write_text(
                f"{COMPANY}sources:\n  - name: odd\n    type: rest\n"
                f"    base_url: {sandbox.url('rest')}\n    token: ${{ODD_KEY}}\n{LINES}",
                encoding="utf-8",
            )
            yield place
