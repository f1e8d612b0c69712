"""A hand-worked case as a company's folder: salescycle.yml and the sheets of each of its nights."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from connectors.config.entities import ENTITIES

Tables = Mapping[str, list[dict[str, Any]]]


def configuration(defaults: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    """The case's salescycle.yml: its `config` laid over the file's `defaults`, key by key."""
    given: dict[str, Any] = case.get("config") or {}
    laid: dict[str, Any] = {**defaults, **given}
    laid["company"] = {**defaults.get("company", {}), **(given.get("company") or {})}
    stages = {**defaults.get("stages", {}), **(given.get("stages") or {})}
    tables = [
        _table(entity, rows, (laid.get("tables") or {}).get(entity) or {})
        for entity, rows in _all_rows(case).items()
    ]
    source = {
        "name": "sheet",
        "type": "spreadsheet",
        "tables": tables,
        "stages": stages,
        **(laid.get("source") or {}),
    }
    document = {"company": laid["company"], "sources": [source]}
    for key in ("as_of", "rules"):
        if laid.get(key) is not None:
            document[key] = laid[key]
    return document


def write_night(folder: Path, night: int, tables: Tables, case: Mapping[str, Any]) -> None:
    """The sheets that one night adds: `<entity>_<night>.csv`, night from 1."""
    for entity, rows in tables.items():
        header = list(dict.fromkeys(field for row in _all_rows(case)[entity] for field in row))
        with (folder / f"{entity}_{night}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, header, restval="")
            writer.writeheader()
            writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)


def write_configuration(folder: Path, defaults: Mapping[str, Any], case: Mapping[str, Any]) -> Path:
    """The case's salescycle.yml in a folder."""
    path = folder / "salescycle.yml"
    path.write_text(
        yaml.safe_dump(configuration(defaults, case), sort_keys=False), encoding="utf-8"
    )
    return path


def all_together(
    folder: Path, cases: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> Path:
    """One company whose sources are the first nights of all cases; returns its salescycle.yml."""
    sources = []
    for defaults, case in cases:
        own = folder / case["id"]
        own.mkdir(parents=True)
        write_night(own, 1, case["given"], case)
        source = configuration(defaults, case)["sources"][0]
        source["name"] = case["id"].replace("-", "_")
        for table in source["tables"]:
            table["path"] = f"{case['id']}/{table['path']}"
        source["tables"] = [table for table in source["tables"] if list(folder.glob(table["path"]))]
        sources.append(source)
    document = {
        "company": {"reporting_timezone": "Europe/Copenhagen", "default_region": "DK"},
        "as_of": "2026-12-31",
        "sources": sources,
    }
    path = folder / "salescycle.yml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def nights(case: Mapping[str, Any]) -> Iterator[Tables]:
    """What is given on each night, the first included."""
    yield case["given"]
    yield from case.get("then") or []


def _all_rows(case: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for tables in nights(case):
        for entity, rows in tables.items():
            found.setdefault(entity, []).extend(rows)
    return found


def _table(entity: str, rows: list[dict[str, Any]], declared: Mapping[str, Any]) -> dict[str, Any]:
    dated = set((declared.get("stage_dates") or {}).values())
    fields = dict.fromkeys(field for row in rows for field in row if field not in dated)
    unknown = [field for field in fields if field not in ENTITIES[entity].names]
    assert not unknown, f"{entity} has no field {unknown}"
    return {
        "path": f"{entity}_*.csv",
        "entity": entity,
        "columns": {field: field for field in fields},
        **declared,
    }
