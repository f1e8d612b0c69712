"""What a person sees of streams that are read at the same time."""

import pytest

from orchestration.cli import terminal
from orchestration.cli.terminal import TerminalProgress, how_far


@pytest.mark.parametrize(
    ("rows", "total", "seconds", "told"),
    [
        (12_300, None, 9, "12,300 rows"),
        (10_000, 50_000, 30, "10,000 of 50,000 rows, 2 min left"),
        (49_000, 50_000, 49, "49,000 of 50,000 rows, 1 s left"),
        (50_000, 50_000, 30, "50,000 of 50,000 rows"),
        (0, 50_000, 30, "0 of 50,000 rows"),
        (10, 50_000, 0.1, "10 of 50,000 rows"),
        (60, 50, 30, "60 rows"),
    ],
)
def test_how_far_and_how_long(rows: int, total: int | None, seconds: float, told: str) -> None:
    assert how_far(rows, total, seconds) == told


def test_on_a_terminal_each_stream_has_a_line_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with TerminalProgress() as shown, shown.step("sync"):
        with shown.reading("crm deal") as deals, shown.reading("crm contact") as contacts:
            deals("crm deal", 1_200, 5_000)
            contacts("crm contact", 300)
            shown._bars.refresh()
            lines = [task.description.strip() for task in shown._bars.tasks]
            assert lines == ["Reading the sources", "crm deal", "crm contact"]
        assert len(shown._bars.tasks) == 1
    written = capsys.readouterr().err
    assert "1,200 of 5,000 rows" in written
    assert "300 rows" in written


def test_without_a_terminal_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    with TerminalProgress() as shown, shown.step("sync"), shown.reading("crm deal") as deals:
        deals("crm deal", 100)
        monkeypatch.setattr(terminal, "SECONDS_BETWEEN_LINES", 0)
        deals("crm deal", 200)
        monkeypatch.setattr(terminal, "SECONDS_BETWEEN_LINES", 1000)
        deals("crm deal", 300)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "crm deal: 200 rows"
    assert len(lines) == 2
