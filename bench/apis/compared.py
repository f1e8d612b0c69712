"""dlt in a virtual environment of its own: it is compared with, never depended on."""

import json
import subprocess
import sys
from pathlib import Path

from bench.apis.work import PARAMS

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "bench" / "dlt.lock"
VENV = ROOT / ".venv-bench"


def install() -> str | None:
    """Install what the lock pins, once; returns why that failed, None if it is there."""
    done = VENV / ".installed"
    if done.exists() and done.read_bytes() == LOCK.read_bytes():
        return None
    print(f"installing the pinned dlt into {VENV.name} ...", flush=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "--no-deps"]
    try:
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        _run([*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)])
    except subprocess.CalledProcessError as error:
        return str((error.stderr.strip().splitlines() or ["no reason given"])[-1])
    done.write_bytes(LOCK.read_bytes())
    return None


def seconds(url: str, folder: Path) -> float:
    """What its `rest_api` source takes for the same pages into DuckDB, at its own settings."""
    parameters: dict[str, list[str]] = {}
    for name, value in PARAMS:
        parameters.setdefault(name, []).append(value)
    script = Path(__file__).with_name("dlt_run.py")
    command = [str(VENV / "bin" / "python"), str(script), url, str(folder), json.dumps(parameters)]
    taken, rows = _run(command).split()[-2:]
    assert int(rows) > 0
    return float(taken)


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
