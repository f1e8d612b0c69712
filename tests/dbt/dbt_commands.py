"""Real dbt in a process of its own, over a home folder of the test."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"


def dbt(home: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one dbt command on the warehouse in `home`; `target` keeps dbt's parse between commands.

    Returns the finished process, whatever its exit code; stdout holds dbt's log.
    """
    command = [str(Path(sys.executable).parent / "dbt"), *arguments]
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    outputs = ["--target-path", str(target), "--log-path", str(target / "logs")]
    return subprocess.run(
        [*command, *folders, *outputs, "--no-use-colors"],
        env={**os.environ, "SALESCYCLE_HOME": str(home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def succeeded(finished: subprocess.CompletedProcess[str]) -> str:
    """The log of a command that must have worked, for assertions on it."""
    assert finished.returncode == 0, finished.stdout[-6000:] + finished.stderr[-2000:]
    return finished.stdout
