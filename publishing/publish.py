"""Publishing: what was checked becomes what readers see, in one rename.

    published/versions/<build>/   salescycle.duckdb  contacts.duckdb  parquet/  report.html
    published/current             -> versions/<build>, moved by one rename
    published/salescycle.duckdb   -> current/salescycle.duckdb, and so for the other three

A version is complete before it has its name, and is never changed after. Its files are read-only: a
client that opens a DuckDB file for writing leaves a log beside it, and the next reader of the same
path would replay that log into whatever file lies there by then. Reading through the links, a log
lies in the version's own folder and dies with it.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from publishing.database import literal, write_database, write_parquet

MARTS = "marts"
CONTACTS = "contacts"
LINKS = ("salescycle.duckdb", "contacts.duckdb", "parquet", "report.html")
_UNFINISHED = ".new-"
_DISCARDED = ".old-"


class NotPublishable(Exception):  # noqa: N818 - what is wrong
    """What was asked to be published is not what was built and checked; `str()` says what to do."""


Report = Callable[[Path, Path], None]
"""Writes report.html (second) from the published database (first)."""


def publish(
    warehouse: Path, home: Path, *, build_id: str, keep: int, mode: int, report: Report
) -> Path:
    """Publish the build that the warehouse holds and return its version folder.

    `keep` versions stay, the current one always. `mode` is that of the files (0o400); folders can
    be entered by whoever may read. Publishing a build again points to what is there. Killed
    anywhere, readers have the old version or the new one, and the next call clears what is left.
    Raises NotPublishable unless `build_id` is both the build in the warehouse and the checked one.
    """
    published = home / "published"
    versions = published / "versions"
    for folder in (published, versions):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(_folder_mode(mode))
    _clear_leftovers(published, versions)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only)")
        _refuse_unchecked(connection, build_id)
        version = versions / build_id
        if not version.exists():
            unfinished = versions / f"{_UNFINISHED}{build_id}"
            unfinished.mkdir(mode=0o700)
            write_database(connection, MARTS, unfinished / "salescycle.duckdb")
            write_database(connection, CONTACTS, unfinished / "contacts.duckdb")
            write_parquet(connection, MARTS, unfinished / "parquet")
            report(unfinished / "salescycle.duckdb", unfinished / "report.html")
            _seal(unfinished, mode)
            unfinished.rename(version)
            _sync(versions)
    _remove_logs(published)
    _link(published / "current", f"versions/{build_id}")
    for name in LINKS:
        _link(published / name, f"current/{name}")
    _prune(versions, version, keep)
    return version


def rewrite_report(home: Path, *, report: Report) -> Path:
    """Make the current version's report.html anew from its marts, replaced by one rename.

    Raises NotPublishable when nothing is published.
    """
    version = current(home)
    if version is None:
        raise NotPublishable(f"{home / 'published'}: nothing is published; run `salescycle run`")
    target = version / "report.html"
    temporary = version / f"{_UNFINISHED}report.html"
    temporary.unlink(missing_ok=True)
    report(version / "salescycle.duckdb", temporary)
    temporary.chmod((version / "salescycle.duckdb").stat().st_mode & 0o777)
    _sync(temporary)
    temporary.replace(target)
    _sync(version)
    return target


def current(home: Path) -> Path | None:
    """The version folder that readers see now, or None."""
    link = home / "published" / "current"
    try:
        return link.parent / link.readlink()
    except FileNotFoundError:
        return None


def _refuse_unchecked(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    def only(table: str) -> str | None:
        known = connection.execute(
            "select 1 from duckdb_tables() where database_name = 'warehouse'"
            " and schema_name = 'audit' and table_name = ?",
            [table],
        ).fetchone()
        query = f"select build_id from warehouse.audit.{table}"
        found = known and connection.execute(query).fetchone()
        return found[0] if found else None

    built, checked = only("build"), only("checked")
    if built != build_id:
        raise NotPublishable(
            f"the warehouse holds build {built or 'none'} and not {build_id}; run `salescycle run`"
        )
    if checked != build_id:
        raise NotPublishable(
            f"build {build_id} was not checked, the last checked one is {checked or 'none'};"
            " run `salescycle check`"
        )


def _seal(folder: Path, mode: int) -> None:
    """Make everything in a version read-only and bring it to disk."""
    for parent, _, files in os.walk(folder, topdown=False):
        for name in files:
            path = Path(parent) / name
            _sync(path)
            path.chmod(mode)
        Path(parent).chmod(_folder_mode(mode))
        _sync(Path(parent))


def _folder_mode(mode: int) -> int:
    """0o400 to 0o700, 0o440 to 0o750: the owner may change it, readers may enter it."""
    readers = mode & 0o044
    return 0o700 | readers | readers >> 2


def _link(path: Path, target: str) -> None:
    """Point a link elsewhere by one rename; nobody ever finds it missing."""
    if path.is_symlink() and path.readlink() == Path(target):
        return
    temporary = path.with_name(f"{_UNFINISHED}{path.name}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)
    _sync(path.parent)


def _prune(versions: Path, current: Path, keep: int) -> None:
    """Remove all but the newest `keep` versions, the current one among them."""
    others = [
        path for path in versions.iterdir() if path != current and not path.name.startswith(".")
    ]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[keep - 1 :]:
        # Renamed first, so that a version that is half removed cannot be taken for one.
        discarded = path.with_name(f"{_DISCARDED}{path.name}")
        path.rename(discarded)
        shutil.rmtree(discarded)


def _clear_leftovers(published: Path, versions: Path) -> None:
    """Remove what a killed call left half written or half removed."""
    for path in (*published.glob(f"{_UNFINISHED}*"), *versions.glob(".*")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _remove_logs(published: Path) -> None:
    """Remove the logs of clients whose DuckDB writes them beside the link instead of the file."""
    for path in published.glob("*.wal"):
        path.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
