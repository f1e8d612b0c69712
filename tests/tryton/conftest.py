"""A real Tryton server, or why there is none."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.home import Home
from tests.tryton.company import READER, READS, Company
from tests.tryton.rpc import Tryton
from tests.tryton.server import DATABASE, REQUIRED, install, served


@dataclass(frozen=True)
class Place:
    """A company's database on a server, and the folders of the product that reads it."""

    url: str
    company: Company
    folder: Path

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    def configure(self, user: str = READER, password: str = READS, **settings: str) -> None:
        """Write the configuration; `settings` are more of the source's, or others."""
        written = {"base_url": self.url, "database": DATABASE, **settings}
        lines = [f"    {name}: {value}" for name, value in written.items()]
        (self.folder / "salescycle.yml").write_text(
            "company: {reporting_timezone: Europe/Copenhagen, reporting_currency: EUR}\n"
            "sources:\n  - name: erp\n    type: tryton\n"
            f"    login: {{user: {user}, password: '${{PASSWORD}}'}}\n" + "\n".join(lines) + "\n",
            encoding="utf-8",
        )
        (self.folder / ".env").write_text(f"PASSWORD={password}\n", encoding="utf-8")

    def run(self, *words: str) -> int:
        """Run a command; returns its exit code."""
        config = self.folder / "salescycle.yml"
        return main(["--config", str(config), "--home", str(self.home.root), "--quiet", *words])

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a query of the warehouse gives."""
        with duckdb.connect(str(self.home.warehouse), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A company that has just begun with Tryton, and that reads it as a user who may only read."""
    if os.environ.get(REQUIRED):
        assert (why_not := install()) is None, why_not
    elif why_not := install():
        pytest.skip(f"no Tryton server could be installed: {why_not}")
    folder = tmp_path_factory.mktemp("tryton")
    with served(folder / "server") as url, pytest.MonkeyPatch.context() as patch:
        # dbt is told the home folder through the environment; the next test gets none of it
        patch.setenv("SALESCYCLE_HOME", "")
        patch.delenv("SALESCYCLE_CONFIG", raising=False)
        company = Company(Tryton(url))
        company.open()
        place = Place(url, company, folder)
        place.configure()
        yield place
