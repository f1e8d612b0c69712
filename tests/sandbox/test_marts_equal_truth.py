"""The whole product, run on the simulated company for two days, shows what the company knows."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sandbox import run
from sandbox.company import Company
from sandbox.truth import Books
from tests.sandbox.comparison import MARTS, Mart, differences

DAYS = (0, 1)


@pytest.fixture(scope="module", params=DAYS)
def night(
    request: pytest.FixtureRequest, home: Path
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Books]]:
    """What is published after each day, beside the books of that day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESCYCLE_HOME", str(home))
        assert run.main() == 0
    day = request.param
    assert run.load(home / "sandbox" / "progress.json") == run.Progress(run.SEED, day, True)
    database = (home / "published" / "salescycle.duckdb").resolve()
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection, Books(Company(run.SEED, day=day), day)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_mart_equals_truth(night: tuple[duckdb.DuckDBPyConnection, Books], mart: Mart) -> None:
    connection, books = night
    assert sum(1 for _ in mart.truth(books)) > 100
    said = differences(connection, books, mart)
    assert not said, f"{len(said)} differences: " + "\n".join(said[:10])
