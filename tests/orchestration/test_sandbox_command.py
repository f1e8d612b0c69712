"""`salescycle sandbox` as a person uses it."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from orchestration.cli import main

COMMAND = "import sys; from orchestration.cli import main; sys.exit(main(sys.argv[1:]))"


def test_it_serves_both_systems_until_interrupted(tmp_path: Path) -> None:
    words = [sys.executable, "-c", COMMAND, "sandbox", "--day", "1", "--json"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    try:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        assert facts["day"] == "2026-07-01"
        assert facts["crm_url"].startswith("http://127.0.0.1:")
        for path in (f"{facts['crm_url']}/crm/v3/owners", f"{facts['calendly']}/users/me"):
            assert requests.get(path, timeout=10).status_code == 401
            bearer = {"Authorization": f"Bearer {facts['token']}"}
            assert requests.get(path, headers=bearer, timeout=10).status_code == 200
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()


def test_a_crm_that_nobody_simulates_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--crm", "siebel"]) == 2
    assert "--crm siebel: no CRM of the sandbox; use one of hubspot" in capsys.readouterr().err


def test_a_port_that_is_taken_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["sandbox", "--port", str(port)]) == 2
    line = capsys.readouterr().err
    assert f"--port {port}: Address already in use; choose another" in line
