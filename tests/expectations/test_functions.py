"""The contact functions inside DuckDB and inside dbt."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

import expectations.contacts
from expectations.contacts.rules import RULES_VERSION, rules_version
from expectations.functions import register

NO = {
    "is_valid": False,
    "normalized": None,
    "region": None,
    "number_type": None,
    "is_role": False,
    "is_disposable": False,
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        register(connection)
        yield connection


def one(connection: duckdb.DuckDBPyConnection, expression: str) -> str:
    row = connection.execute(f"select {expression}").fetchone()
    assert row is not None
    return row[0]


def test_verdicts_are_json_with_every_field(connection: duckdb.DuckDBPyConnection) -> None:
    assert json.loads(one(connection, "contact_phone('32 12 34 56', 'DK')")) == {
        "is_valid": True,
        "reason": None,
        "normalized": "+4532123456",
        "region": "DK",
        "number_type": "fixed_line_or_mobile",
        "is_role": False,
        "is_disposable": False,
    }
    assert json.loads(one(connection, "contact_email('Søren@Example.com')")) == NO | {
        "is_valid": True,
        "reason": None,
        "normalized": "søren@example.com",
    }


def test_null_is_a_verdict_and_not_null(connection: duckdb.DuckDBPyConnection) -> None:
    missing = NO | {"reason": "missing"}

    assert json.loads(one(connection, "contact_phone(null, null)")) == missing
    assert json.loads(one(connection, "contact_email(null)")) == missing
    assert one(connection, "mask_contact('email', null)") is None


def test_cursors_and_threads_of_the_connection_see_the_functions(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("set threads = 2")
    rows = (
        connection.cursor()
        .execute(
            """
        select count(*), count(distinct verdict)
        from (
            select contact_phone('+45321' || lpad((i % 5000)::varchar, 5, '0'), 'DK') as verdict
            from range(20000) as numbers(i)
        )
        """
        )
        .fetchall()
    )

    assert rows == [(20000, 5000)]


def test_the_version_names_the_libraries_and_our_own_rules(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for library in ("phonenumbers", "email-validator", "disposable-email-domains"):
        assert f"{library}-{version(library)}" in RULES_VERSION
    assert one(connection, "contact_rules_version()") == RULES_VERSION

    folder = tmp_path / "contacts"
    shutil.copytree(Path(expectations.contacts.__file__).parent, folder)
    assert rules_version(folder) == RULES_VERSION
    (folder / "roles.py").write_text("ROLES = frozenset({'chef'})", encoding="utf-8")
    assert rules_version(folder) != RULES_VERSION


def test_dbt_finds_the_functions_and_a_folder_for_its_database(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    home = tmp_path / "not" / "there" / "yet"
    (project / "dbt_project.yml").write_text(
        "{name: alone, version: 1.0.0, profile: alone, flags: {send_anonymous_usage_stats: false}}"
    )
    (project / "profiles.yml").write_text(
        "{alone: {target: here, outputs: {here: {type: duckdb, threads: 2, "
        f"path: '{home}/warehouse.duckdb', plugins: [{{module: expectations.plugin}}]}}}}}}}}"
    )
    (project / "models" / "verdicts.sql").write_text(
        "{{ config(materialized='table') }} "
        "select contact_email('sales@example.com') as email, contact_rules_version() as rules"
    )
    dbt = Path(sys.executable).with_name("dbt")
    command = [dbt, "build", "--project-dir", project, "--profiles-dir", project]
    built = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    assert built.returncode == 0, built.stdout
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("select email, rules from verdicts").fetchall()
    assert [(json.loads(email)["is_role"], rules) for email, rules in rows] == [
        (True, RULES_VERSION)
    ]
