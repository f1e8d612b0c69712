"""Every mistake is one line on the error stream and the exit code that the manual names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.cli.options import hoist
from orchestration.home import Home
from orchestration.night import clock
from tests.orchestration.conftest import Place

USAGE, FAILED = 2, 4


def only_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith("salescycle: ")
    return line


def test_a_missing_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(tmp_path / "none.yml")
    assert main(["run", "--config", config, "--home", str(tmp_path / "home")]) == USAGE
    assert "no such file; `salescycle init` makes one" in only_line(capsys)
    assert not (tmp_path / "home").exists()


def test_a_wrong_configuration_is_told_mistake_by_mistake(
    company: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    text = company.config.read_text().replace("entity: lead}", "entity: led}")
    company.config.write_text(text.replace("reporting_currency: EUR", "reporting_currency: euro"))
    assert company.run("run") == USAGE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "reporting_currency" in lines[0]
    assert "'led'" in lines[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fly"], "No such command 'fly'"),
        (["run", "--sideways"], "--sideways"),
        (["run", "--source", "hubspot"], "--source hubspot: no such source;"),
        (["run", "--as-of", "someday"], "--as-of"),
    ],
)
def test_a_word_that_means_nothing(
    company: Place, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert company.run(*words) == USAGE
    assert message in only_line(capsys)


def test_another_run_is_active(company: Place, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(company.home)
    home.prepare()
    with home.lock():
        assert company.run("run", "--quiet") == FAILED
    assert "another run is active" in only_line(capsys)


def test_a_home_of_a_newer_version(company: Place, capsys: pytest.CaptureFixture[str]) -> None:
    company.home.mkdir()
    (company.home / "VERSION").write_text("99\n")
    for command in ("run", "sync", "publish", "status"):
        assert company.run(command, "--quiet") == FAILED
        assert "pip install --upgrade salescycle" in only_line(capsys)


def test_steps_in_the_wrong_order(company: Place, capsys: pytest.CaptureFixture[str]) -> None:
    for command, message in (
        ("check", "holds no complete build; run `salescycle build`"),
        ("publish", "run `salescycle run`"),
        ("report", "nothing is published; run `salescycle run`"),
    ):
        assert company.run(command, "--quiet") == FAILED
        assert message in only_line(capsys)


def test_what_nobody_foresaw_keeps_its_traceback_in_the_logs(
    company: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(company.home)
    home.prepare()
    home.record.write_text("not a record\n")
    assert company.run("status") == FAILED
    line = only_line(capsys)
    log = Path(line.rsplit(" ", 1)[1])
    assert log.parent == home.logs
    assert "Traceback" in log.read_text()


def test_common_options_may_stand_anywhere() -> None:
    assert hoist(["run", "--home", "h", "--full", "--json", "--as-of=2026-01-01"]) == [
        *("--home", "h", "--json", "--as-of=2026-01-01"),
        *("run", "--full"),
    ]
    assert hoist(["init", "--", "--json"]) == ["init", "--", "--json"]


def test_the_clock_can_be_set_and_must_be_an_instant(
    company: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCYCLE_NOW", "2026-03-01T02:00:00+01:00")
    assert clock().isoformat() == "2026-03-01T01:00:00+00:00"
    monkeypatch.setenv("SALESCYCLE_NOW", "2026-03-01")
    assert company.run("sync") == USAGE
    assert "SALESCYCLE_NOW: '2026-03-01' is no instant" in only_line(capsys)


def test_quick_commands_do_not_import_what_is_slow(company: Place) -> None:
    program = (
        "import sys, json\n"
        "from orchestration.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "slow = ('dagster', 'dbt', 'great_expectations', 'altair')\n"
        "print(json.dumps([code, [name for name in slow if name in sys.modules]]))\n"
    )
    for command in ("status", "doctor", "sync"):
        done = subprocess.run(
            [
                *(sys.executable, "-c", program, command, "--quiet"),
                *("--config", str(company.config), "--home", str(company.home)),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout.splitlines()[-1]) == [0, []], command
