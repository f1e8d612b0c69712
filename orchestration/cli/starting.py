"""`salescycle init`: a folder to start from."""

from pathlib import Path

from connectors.config import init
from orchestration.cli.options import Options


def start(options: Options, folder: Path) -> int:
    """Write the files and say what is next. Raises UserError if the folder has others."""
    written = init(folder)
    if not options.quiet:
        for path in written:
            print(path)
        print("next: edit salescycle.yml, then `salescycle doctor`, then `salescycle run`")
    return 0
