"""Clients of the published files: old drivers, and those that open a file for writing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from checked_warehouse import ROWS, write_report, write_warehouse

from publishing.publish import publish

NOBODY = 65534
OLD_DUCKDB = "1.1.3"

# Opens the published file for writing, adds a row, and keeps it open until told to end.
WRITER = """
import duckdb, os, sys
if sys.argv[2] != "0":
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
try:
    connection = duckdb.connect(sys.argv[1])
    connection.execute("insert into marts.stamp values (666)")
    print("wrote", flush=True)
except duckdb.Error as error:
    print("refused", type(error).__name__, flush=True)
    connection = None
sys.stdin.readline()
if connection is not None:
    connection.execute("insert into marts.stamp values (667)")
    print("wrote again", flush=True)
    sys.stdin.readline()
    connection.close()
print("closed", flush=True)
"""
READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
print(duckdb.__version__, connection.execute(
    "select (select count(*) from marts.fct_deals), (select list(number) from marts.stamp),"
    " (select comment from duckdb_tables() where table_name = 'fct_deals')").fetchall())
"""


def publish_number(home: Path, number: int, mode: int) -> Path:
    build = f"build-{number}"
    warehouse = home / "warehouse.duckdb"
    write_warehouse(warehouse, build=build, checked=build, number=number)
    return publish(warehouse, home, build_id=build, keep=3, mode=mode, report=write_report)


def read(path: Path, **environment: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home folder that everybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        yield home


@pytest.fixture
def writer(open_home: Path, request: pytest.FixtureRequest) -> Iterator["subprocess.Popen[str]"]:
    """A client that tries to write to what is published, as the user of the parameter."""
    publish_number(open_home, 1, 0o444)
    path = open_home / "published" / "salescycle.duckdb"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(request.param)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def say(process: "subprocess.Popen[str]") -> str:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return hear(process)


def hear(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("writer", [NOBODY], indirect=True)
def test_a_client_that_asks_to_write_is_refused_and_harms_nobody(
    open_home: Path, writer: "subprocess.Popen[str]"
) -> None:
    assert hear(writer).startswith("refused")
    path = open_home / "published" / "salescycle.duckdb"
    assert f"({ROWS}, [1], " in read(path)
    publish_number(open_home, 2, 0o444)
    assert f"({ROWS}, [2], " in read(path)
    assert not list(open_home.rglob("*.wal"))


@pytest.mark.skipif(os.getuid() != 0, reason="a file's owner is refused as everybody else is")
@pytest.mark.parametrize("writer", [0], indirect=True)
def test_a_client_that_writes_all_the_same_cannot_reach_the_next_version(
    open_home: Path, writer: "subprocess.Popen[str]"
) -> None:
    assert hear(writer) == "wrote"
    path = open_home / "published" / "salescycle.duckdb"
    publish_number(open_home, 2, 0o400)
    assert f"({ROWS}, [2], " in read(path)
    assert say(writer) == "wrote again"
    assert f"({ROWS}, [2], " in read(path)
    publish_number(open_home, 3, 0o400)
    assert say(writer) == "closed"
    assert f"({ROWS}, [3], " in read(path)


def test_a_log_beside_the_link_is_not_replayed_into_the_next_version(open_home: Path) -> None:
    publish_number(open_home, 1, 0o400)
    published = open_home / "published"
    # Drivers that do not resolve links write the log of what they changed here.
    (published / "salescycle.duckdb.wal").write_bytes(b"what another file went through")
    publish_number(open_home, 2, 0o400)
    assert f"({ROWS}, [2], " in read(published / "salescycle.duckdb")
    assert not list(open_home.rglob("*.wal"))


@pytest.fixture(scope="module")
def old_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The driver of an older BI tool, installed for this test only."""
    folder = tmp_path_factory.mktemp("old-duckdb")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    installed = subprocess.run(
        [*pip, "--no-deps", "--target", str(folder), f"duckdb=={OLD_DUCKDB}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, (
        f"duckdb {OLD_DUCKDB} could not be installed to read the published file with;"
        f" a package registry must be reachable. {installed.stderr}"
    )
    return folder


def test_older_drivers_read_what_is_published(old_duckdb: Path, open_home: Path) -> None:
    publish_number(open_home, 5, 0o400)
    answer = read(open_home / "published" / "salescycle.duckdb", PYTHONPATH=str(old_duckdb))
    assert answer.startswith(OLD_DUCKDB)
    assert f'({ROWS}, [5], "One row per deal; it\'s small.")' in answer
