"""What publishing leaves behind, and what it refuses."""

import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from checked_warehouse import ROWS, write_report, write_warehouse

from publishing.publish import LINKS, NotPublishable, current, publish, rewrite_report

Publish = Callable[..., Path]


@pytest.fixture
def publish_number(tmp_path: Path) -> Publish:
    def run(number: int, *, keep: int = 3, mode: int = 0o400) -> Path:
        build = f"build-{number}"
        write_warehouse(tmp_path / "warehouse.duckdb", build=build, checked=build, number=number)
        return publish(
            tmp_path / "warehouse.duckdb",
            tmp_path,
            build_id=build,
            keep=keep,
            mode=mode,
            report=write_report,
        )

    return run


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_readers_find_four_things_behind_one_link(publish_number: Publish, tmp_path: Path) -> None:
    version = publish_number(7)
    published = tmp_path / "published"
    assert version == published / "versions" / "build-7"
    assert (published / "current").readlink() == Path("versions/build-7")
    assert {path.name for path in published.iterdir()} == {"versions", "current", *LINKS}
    for name in LINKS:
        assert (published / name).readlink() == Path("current") / name
        assert (published / name).exists()
    assert (published / "report.html").read_text() == "<!doctype html><p>7</p>\n"
    assert {path.name for path in version.iterdir()} == set(LINKS)


def test_marts_are_plain_tables_with_their_comments(
    publish_number: Publish, tmp_path: Path
) -> None:
    publish_number(1)
    database = tmp_path / "published" / "salescycle.duckdb"
    expected = "select * exclude (number) from marts.fct_deals order by deal_id"
    assert rows(database, expected) == rows(tmp_path / "warehouse.duckdb", expected)
    assert rows(
        database, "select schema_name, table_name, comment from duckdb_tables() order by all"
    ) == [
        ("marts", "fct_deals", "One row per deal; it's small."),
        ("marts", "stamp", None),
        ("marts", "totals", "How many there are."),
    ]
    assert rows(
        database, "select column_name, comment from duckdb_columns() where comment is not null"
    ) == [("amount", "In euros.")]
    assert rows(database, "select * from marts.totals") == [(ROWS,)]
    assert not rows(database, "select * from duckdb_constraints()")


def test_contacts_and_parquet_lie_apart(publish_number: Publish, tmp_path: Path) -> None:
    publish_number(1)
    published = tmp_path / "published"
    assert rows(published / "contacts.duckdb", "select * from contacts.contacts.person") == [
        ("p1", "Ada Lovelace")
    ]
    assert not rows(published / "contacts.duckdb", "from duckdb_tables() where schema_name='marts'")
    names = {path.name for path in (published / "parquet").iterdir()}
    assert names == {"fct_deals.parquet", "stamp.parquet", "totals.parquet"}
    copied = rows(
        published / "salescycle.duckdb",
        f"select count(*) from (from '{published}/parquet/fct_deals.parquet'"
        " intersect from marts.fct_deals)",
    )
    assert copied == [(ROWS,)]
    for file in published.rglob("*"):
        if file.is_file():
            assert b"not for readers" not in file.read_bytes()


@pytest.mark.parametrize(("mode", "folder_mode"), [(0o400, 0o700), (0o440, 0o750), (0o444, 0o755)])
def test_files_are_read_only_and_folders_open_to_whoever_may_read(
    publish_number: Publish, mode: int, folder_mode: int
) -> None:
    version = publish_number(1, mode=mode)
    files = [path for path in version.rglob("*") if path.is_file()]
    assert len(files) == 6
    assert {mode_of(path) for path in files} == {mode}
    assert {mode_of(version), mode_of(version / "parquet")} == {folder_mode}
    assert not list(version.rglob("*.wal"))


def test_the_newest_versions_stay(publish_number: Publish, tmp_path: Path) -> None:
    for number in range(6):
        publish_number(number)
    kept = {path.name for path in (tmp_path / "published" / "versions").iterdir()}
    assert kept == {"build-3", "build-4", "build-5"}
    publish_number(2, keep=1)
    kept = {path.name for path in (tmp_path / "published" / "versions").iterdir()}
    assert kept == {"build-2"}
    assert current(tmp_path) == tmp_path / "published" / "versions" / "build-2"


def test_publishing_a_build_again_changes_nothing(publish_number: Publish, tmp_path: Path) -> None:
    version = publish_number(1)
    before = {path: path.stat().st_mtime_ns for path in version.rglob("*")}
    publish_number(1)
    assert {path: path.stat().st_mtime_ns for path in version.rglob("*")} == before
    assert current(tmp_path) == version


def test_what_was_not_checked_is_refused(publish_number: Publish, tmp_path: Path) -> None:
    publish_number(1)
    warehouse = tmp_path / "warehouse.duckdb"

    def try_to_publish(build: str) -> None:
        publish(warehouse, tmp_path, build_id=build, keep=3, mode=0o400, report=write_report)

    write_warehouse(warehouse, build="build-2", checked="build-1", number=2)
    with pytest.raises(NotPublishable, match="build-2 was not checked, the last checked one is"):
        try_to_publish("build-2")
    with pytest.raises(NotPublishable, match="holds build build-2 and not build-1"):
        try_to_publish("build-1")
    write_warehouse(warehouse, build="build-2", checked=None, number=2)
    with pytest.raises(NotPublishable, match="the last checked one is none"):
        try_to_publish("build-2")
    assert (tmp_path / "published" / "report.html").read_text() == "<!doctype html><p>1</p>\n"


def test_a_report_that_fails_leaves_what_was_published(
    publish_number: Publish, tmp_path: Path
) -> None:
    publish_number(1)
    warehouse = tmp_path / "warehouse.duckdb"
    write_warehouse(warehouse, build="build-2", checked="build-2", number=2)

    def fail(published: Path, out: Path) -> None:
        raise ValueError("no chart")

    with pytest.raises(ValueError, match="no chart"):
        publish(warehouse, tmp_path, build_id="build-2", keep=3, mode=0o400, report=fail)
    assert rows(tmp_path / "published" / "salescycle.duckdb", "from marts.stamp") == [(1,)]
    publish_number(3)
    names = {path.name for path in (tmp_path / "published" / "versions").iterdir()}
    assert names == {"build-1", "build-3"}


def test_the_report_can_be_made_anew(publish_number: Publish, tmp_path: Path) -> None:
    with pytest.raises(NotPublishable, match="nothing is published"):
        rewrite_report(tmp_path, report=write_report)
    publish_number(4)

    def other(published: Path, out: Path) -> None:
        out.write_text("another page", encoding="utf-8")

    rewrite_report(tmp_path, report=other)
    report = tmp_path / "published" / "report.html"
    assert report.read_text() == "another page"
    assert mode_of(report) == 0o400
