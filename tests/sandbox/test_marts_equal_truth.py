"""The whole product, run on the simulated company, shows what the company knows.

Its APIs are read on two days, its sheets on one; what an API cannot tell is not expected of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from sandbox import run
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.truth import Books
from sandbox.truth.as_apis_tell import as_apis_tell
from sandbox.worlds import WORLDS
from tests.sandbox.comparison import MARTS, Mart, Naming, as_it_stands, differences
from tests.sandbox.vendor_ids import CompanyIds

NIGHTS = (("apis", 0), ("apis", 1), ("sheets", 0))


@dataclass(frozen=True)
class Night:
    """What is published after a day, the books of that day, and how marts name things."""

    connection: duckdb.DuckDBPyConnection
    books: Books
    naming: Naming


@pytest.fixture(scope="module", params=NIGHTS, ids=lambda night: f"{night[0]}-{night[1]}")
def night(request: pytest.FixtureRequest, homes: dict[str, Path]) -> Iterator[Night]:
    world, day = request.param
    home = homes[world]
    record = home / "sandbox" / "progress.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESCYCLE_HOME", str(home))
        assert run.main() == 0
    assert run.load(record) == run.Progress(run.SEED, day, True, world)
    database = (home / "published" / "salescycle.duckdb").resolve()
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        company = Company(run.SEED, day=day)
        if world == "apis":
            books = Books(as_apis_tell(company, end_of(day)), day)
            yield Night(connection, books, CompanyIds(company).of)
        else:
            yield Night(connection, Books(company, day), as_it_stands)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A home for each world; one that was never opened reads the APIs."""
    found = {world: tmp_path_factory.mktemp(world) for world in WORLDS}
    run.save(found["sheets"] / "sandbox" / "progress.json", run.Progress(world="sheets"))
    return found


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_mart_equals_truth(night: Night, mart: Mart) -> None:
    assert sum(1 for _ in mart.truth(night.books)) > 100
    said = differences(night.connection, night.books, mart, night.naming)
    assert not said, f"{len(said)} differences: " + "\n".join(said[:10])
