"""Killed publishing: readers have the old version or the new one, and the next call clears up."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import harness
import releases

BUILDS = 10
KILLS_PER_BUILD = 6

# Reads everything that is published, again and again, each time through the links only. What is
# read through one version folder must be of one build; nothing may ever be missing.
READER = """
import duckdb, json, os, sys, time
published, stop = sys.argv[1], sys.argv[2]
reads, seen = 0, set()
while not os.path.exists(stop):
    folder = os.path.realpath(os.path.join(published, "current"))
    try:
        with duckdb.connect(os.path.join(published, "salescycle.duckdb"), read_only=True) as c:
            (numbers,) = c.execute("select list(distinct number) from marts.fct_deals").fetchone()
            (rows,) = c.execute("select count(*) from marts.fct_deals").fetchone()
            (stamp,) = c.execute("select number from marts.stamp").fetchone()
        with open(os.path.join(published, "report.html")) as page:
            page = page.read()
    except Exception as error:
        print(json.dumps({"error": repr(error)}), flush=True)
        raise SystemExit(1)
    assert numbers == [stamp] and rows == 500, (numbers, stamp, rows)
    assert page.startswith("<!doctype html><p>") and page.endswith("</p>\\n"), page
    reads += 1
    seen.add(stamp)
print(json.dumps({"reads": reads, "seen": sorted(seen)}), flush=True)
"""


@contextmanager
def reader(home: Path) -> Iterator["subprocess.Popen[str]"]:
    stop = home / "stop"
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(home / "published"), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        stop.touch()


def content(home: Path) -> dict[str, object]:
    """All that readers find behind the links, without names of builds."""
    published = home / "published"
    found: dict[str, object] = {"report": (published / "report.html").read_text()}
    for name in ("salescycle", "contacts"):
        with duckdb.connect(str(published / f"{name}.duckdb"), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() order by all"
            ).fetchall()
            assert tables
            for schema, table in tables:
                rows = connection.execute(f"from {name}.{schema}.{table} order by all").fetchall()
                found[f"{schema}.{table}"] = rows
    for path in sorted((published / "parquet").iterdir()):
        found[path.name] = duckdb.sql(f"from '{path}' order by all").fetchall()
    return found


def test_killed_publishing_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    kills: list[harness.Outcome] = []
    for home in (calm, killed):
        home.mkdir()
    with harness.ForkServer(preload=["publishing.publish"]) as server:
        build = releases.write_build(killed, 0)
        server.run(releases.publish_build, {"home": str(killed), "build": build})
        with reader(killed) as reading:
            for number in range(1, BUILDS + 1):
                for home in (calm, killed):
                    build = releases.write_build(home, number)
                measured = server.run(releases.publish_build, {"home": str(calm), "build": build})
                assert measured.phases == ("copy", "swap", "done")
                kills += harness.run_until_killed(
                    server,
                    releases.publish_build,
                    {"home": str(killed), "build": build},
                    seed=number,
                    kills=KILLS_PER_BUILD,
                    measured=measured,
                )
                assert content(killed) == content(calm)
        out, err = reading.communicate(timeout=60)
    assert reading.returncode == 0, out + err
    answer = json.loads(out)
    assert answer["reads"] > BUILDS
    assert set(answer["seen"]) <= set(range(BUILDS + 1))
    assert len(answer["seen"]) > 2
    assert len(kills) == BUILDS * KILLS_PER_BUILD
    hits = Counter(kill.last_phase for kill in kills)
    assert all(hits[phase] >= 3 for phase in ("copy", "swap")), hits
    versions = sorted(path.name for path in (killed / "published" / "versions").iterdir())
    assert versions == [f"build-{BUILDS - 1:03d}", f"build-{BUILDS:03d}"]
    assert not [path for path in (killed / "published").iterdir() if path.name.startswith(".")]


def test_a_first_publishing_that_is_killed_shows_nothing_or_all(tmp_path: Path) -> None:
    build = releases.write_build(tmp_path, 1)
    work = {"home": str(tmp_path), "build": build}
    with harness.ForkServer(preload=["publishing.publish"]) as server:
        spare = tmp_path / "spare"
        spare.mkdir()
        measured = server.run(
            releases.publish_build,
            {"home": str(spare), "build": releases.write_build(spare, 1)},
        )
        killed_in = set()
        for call in range(1, measured.calls + 1, max(1, measured.calls // 40)):
            outcome = server.run(releases.publish_build, work, kill_at_call=call)
            killed_in.add(outcome.last_phase)
            link = tmp_path / "published" / "salescycle.duckdb"
            assert not link.is_symlink() or link.exists()
        assert {"copy", "swap"} <= killed_in
        server.run(releases.publish_build, work)
    assert content(tmp_path) == content(spare)
