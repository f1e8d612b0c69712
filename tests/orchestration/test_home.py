"""The home folder: its layout number and its lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from connectors.errors import HomeError
from orchestration.home import LAYOUT, Home, HomeBusy


def test_a_new_home_is_marked_and_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    home.prepare()
    home.prepare()
    assert home.version.read_text() == f"{LAYOUT}\n"
    assert home.root.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (str(LAYOUT + 1), "newer salescycle.*pip install --upgrade"),
        ("0", "older salescycle.*mv .* and `salescycle run`"),
        ("one", "holds 'one' and no layout number"),
    ],
)
def test_another_layout_is_refused_with_what_helps(
    tmp_path: Path, found: str, message: str
) -> None:
    home = Home(tmp_path)
    home.version.write_text(found)
    with pytest.raises(HomeError, match=message):
        home.prepare()


def test_a_home_from_before_layouts_is_not_rebuilt_silently(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.landing.mkdir()
    with pytest.raises(HomeError, match="older salescycle"):
        home.prepare()
    assert not home.version.exists()


def test_a_home_that_cannot_be_made_says_where_to_go(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="choose a folder you may write to with --home"):
        Home(tmp_path / "file" / "home").prepare()


def test_one_run_at_a_time_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    home = Home(tmp_path)
    program = (
        "import sys, pathlib; from orchestration.home import Home\n"
        "with Home(pathlib.Path(sys.argv[1])).lock():\n"
        "    print('locked', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    with pytest.raises(HomeBusy, match=f"another run is active \\(process {other.pid}\\)"):
        home.lock().__enter__()
    other.kill()
    other.communicate()
    with home.lock():
        pass
