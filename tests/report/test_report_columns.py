"""The hand-made published file promises no column that the dbt project does not publish."""

from pathlib import Path

import duckdb
import yaml
from published_file import write_published

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"


def test_columns_are_those_of_the_marts(tmp_path: Path) -> None:
    declared = {
        model["name"]: {column["name"]: column.get("data_type") for column in model["columns"]}
        for file in MARTS.rglob("*.yml")
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    }
    with duckdb.connect(str(write_published(tmp_path / "one.duckdb", {}))) as connection:
        used = connection.execute(
            "select table_name, column_name, lower(data_type) from information_schema.columns"
            " where table_schema = 'marts'"
        ).fetchall()
    assert used
    renamed = {"timestamptz": "timestamp with time zone", "text": "varchar", "int": "integer"}
    wrong = [
        (table, column, kind, declared.get(table, {}).get(column))
        for table, column, kind in used
        if renamed.get(found := (declared.get(table, {}).get(column) or ""), found) != kind
    ]
    assert wrong == []
