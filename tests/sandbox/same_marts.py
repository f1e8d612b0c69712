"""The whole product, run on the simulated company, shows what the company knows.

A world is read on two days; what an API cannot tell is not expected of it. Each world's tests are a
file of their own, so that they run side by side: it names `WORLD` and takes what is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from sandbox import run
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.crms import CRMS
from sandbox.truth import Books
from sandbox.truth.as_apis_tell import as_apis_tell
from tests.sandbox.comparison import MARTS, Mart, Naming, as_it_stands, differences
from tests.sandbox.vendor_ids import CompanyIds

DAYS = (0, 1)


@dataclass(frozen=True)
class Night:
    """What is published after a day, the books of that day, and how marts name things."""

    connection: duckdb.DuckDBPyConnection
    books: Books
    naming: Naming


@pytest.fixture(scope="module", params=DAYS, ids="day {}".format)
def night(request: pytest.FixtureRequest, home: Path) -> Iterator[Night]:
    world, day = request.module.WORLD, request.param
    record = home / "sandbox" / "progress.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESCYCLE_HOME", str(home))
        assert run.main(world) == 0
    assert run.load(record) == run.Progress(run.SEED, day, True, world)
    database = (home / "published" / "salescycle.duckdb").resolve()
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        company = Company(run.SEED, day=day)
        crm = next((each for each in CRMS if each.name == world), None)
        if crm is None:
            yield Night(connection, Books(company, day), as_it_stands)
        else:
            books = Books(as_apis_tell(company, end_of(day), crm), day)
            yield Night(connection, books, CompanyIds(company, crm).of)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_mart_equals_truth(night: Night, mart: Mart) -> None:
    assert sum(1 for _ in mart.truth(night.books)) > 100
    said = differences(night.connection, night.books, mart, night.naming)
    assert not said, f"{len(said)} differences: " + "\n".join(said[:10])
