from pathlib import Path

import pytest

from sandbox.run import Progress, load, main, save


def test_a_sandbox_never_opened_begins_with_the_opening_day(tmp_path: Path) -> None:
    assert load(tmp_path / "progress.json").next_day == 0


def test_a_day_that_no_run_took_in_is_tried_again(tmp_path: Path) -> None:
    record = tmp_path / "progress.json"
    save(record, Progress(day=4))
    assert load(record).next_day == 4


def test_after_a_run_comes_the_next_day(tmp_path: Path) -> None:
    record = tmp_path / "progress.json"
    save(record, Progress(day=4, is_taken_in=True))
    assert load(record).next_day == 5


def test_a_sandbox_that_has_only_had_sheets_goes_on_with_them(tmp_path: Path) -> None:
    assert load(tmp_path / "progress.json").world == "hubspot"
    record = tmp_path / "progress.json"
    record.write_text('{"seed": 7, "day": 2, "is_taken_in": true}')
    assert load(record) == Progress(day=2, is_taken_in=True, world="sheets")
    save(record, Progress(world="apis"))
    assert load(record).world == "hubspot"


def test_a_sandbox_stays_in_its_world(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SALESCYCLE_HOME", str(tmp_path))
    save(tmp_path / "sandbox" / "progress.json", Progress(world="sheets"))
    assert main("hubspot") == 2
    assert "was opened with sheets; name another home" in capsys.readouterr().err
    assert main("siebel") == 2
    assert "'siebel' is none of hubspot" in capsys.readouterr().err
