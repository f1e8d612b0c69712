"""The work that is killed: publishing one build after another."""

import sys
from collections.abc import Callable
from pathlib import Path

from publishing.publish import publish

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "publishing"))

from checked_warehouse import write_report, write_warehouse

KEEP = 2


def write_build(home: Path, number: int) -> str:
    """A warehouse that holds a checked build whose every value is `number`; returns its id."""
    build = f"build-{number:03d}"
    warehouse = home / "warehouse.duckdb"
    write_warehouse(warehouse, build=build, checked=build, number=number)
    return build


def publish_build(report: Callable[[str], None], *, home: str, build: str) -> None:
    """Publish the build that the warehouse in `home` holds."""

    def drawn(published: Path, out: Path) -> None:
        write_report(published, out)
        report("swap")

    report("copy")
    publish(
        Path(home) / "warehouse.duckdb",
        Path(home),
        build_id=build,
        keep=KEEP,
        mode=0o400,
        report=drawn,
    )
    report("done")
