from pathlib import Path

from sandbox.run import Progress, load, save


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
    assert load(tmp_path / "progress.json").world == "apis"
    record = tmp_path / "progress.json"
    record.write_text('{"seed": 7, "day": 2, "is_taken_in": true}')
    assert load(record) == Progress(day=2, is_taken_in=True, world="sheets")
    save(record, Progress(world="apis"))
    assert load(record).world == "apis"
