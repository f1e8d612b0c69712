"""From the words of a command line to an exit code, and from any error to one line."""

import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer
from typer.exceptions import TyperException

from connectors.errors import ConfigError, UserError
from orchestration.cli.app import app
from orchestration.cli.options import Options, hoist
from orchestration.night import ExitCode, one_line
from orchestration.redaction import redact


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing escapes but the end of the process."""
    arguments = hoist(sys.argv[1:] if argv is None else argv)
    options = Options()
    try:
        code = app(arguments, prog_name="salescycle", standalone_mode=False, obj=options)
    except ConfigError as error:
        for problem in error.problems:
            _say(problem)
        return ExitCode.USAGE
    except UserError as error:
        _say(str(error))
        return ExitCode.FAILED
    except TyperException as error:
        _say(f"{error.format_message()} Run `salescycle --help`.")
        return ExitCode.USAGE
    except typer.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("interrupted")
        return ExitCode.FAILED
    except Exception as error:
        _say(f"{one_line(error)}; the details are in {_keep_traceback(error, options)}")
        return ExitCode.FAILED
    return code if isinstance(code, int) else ExitCode.PUBLISHED


def _say(line: str) -> None:
    print(f"salescycle: {line}", file=sys.stderr)


def _keep_traceback(error: Exception, options: Options) -> Path:
    """Write the traceback where a person can find it: the home's logs, else a temporary folder."""
    name = f"error-{datetime.now(UTC):%Y%m%dT%H%M%S}.log"
    text = redact("".join(traceback.format_exception(error)))
    for folder in (options.home.logs, Path(tempfile.gettempdir())):
        if folder.is_dir():
            path = folder / name
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
            return path
    raise error
