"""Dependencies point one way, and what CONTRIBUTING names exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = {"connectors", "expectations", "orchestration", "publishing", "sandbox", "bench"}
MAY_IMPORT = {
    "connectors": set[str](),
    "expectations": set[str](),
    "publishing": set[str](),
    "sandbox": {"orchestration"},
    "orchestration": {"connectors", "expectations", "publishing"},
}
SHOWS_THE_SANDBOX = "orchestration/cli/serving.py"
"""The command that serves the simulated company; nothing else of the product knows of it."""
ORCHESTRATORS = {"dagster", "dagster_dbt"}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_dependencies_point_one_way() -> None:
    wrong: list[str] = []
    seen = 0
    for package, allowed in MAY_IMPORT.items():
        for path in sorted((ROOT / package).rglob("*.py")):
            seen += 1
            imported = _imports(path)
            forbidden = imported & (OURS - {package} - allowed)
            if path.relative_to(ROOT).as_posix() == SHOWS_THE_SANDBOX:
                forbidden -= {"sandbox"}
            if package != "orchestration":
                forbidden |= imported & ORCHESTRATORS
            wrong += [f"{path.relative_to(ROOT)} imports {name}" for name in sorted(forbidden)]
    assert seen > 100
    assert not wrong, "\n".join(wrong)


def test_only_the_run_of_the_sandbox_knows_the_product() -> None:
    knowing = [
        path.relative_to(ROOT / "sandbox").as_posix()
        for path in sorted((ROOT / "sandbox").rglob("*.py"))
        if _imports(path) & {"orchestration", "duckdb"}
    ]
    assert knowing == ["run.py"]


def test_what_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    places = {
        place
        for place in re.findall(r"`([a-z_./]+/[a-z_./]*)`", text)
        if not place.startswith("..")
    }
    assert len(places) > 8
    missing = sorted(place for place in places if not (ROOT / place).exists())
    assert not missing, missing
    assert "systems:" in (ROOT / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8")
