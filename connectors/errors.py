"""The errors a user can cause.

Each is one line that says what, where and what to do, and holds no secret.

    UserError
    ├── ConfigError       salescycle.yml, its .env, or an option such as --as-of
    ├── HomeError         the home folder: of another version, locked, not writable
    ├── TableRefused      one table of a sheet; its other tables still load
    ├── StreamFailed      one stream cannot be read now: it is stale, the others go on
    │   ├── TruncatedRead a complete read that returned less than half of the last one
    │   ├── NotFound      the system has no such thing
    │   ├── ScopeMissing  the credential may not read it: a scope or a plan is missing
    │   ├── BudgetSpent   the calls of a day are used up
    │   └── CursorRejected the place to go on from is not known any more
    └── PublishRefused    what was built is not what was checked

Whatever is not a UserError is a defect and keeps its traceback.
"""

from collections.abc import Sequence
from pathlib import Path


class UserError(Exception):
    """Base of everything a user can cause and repair; `str()` is the line to show."""


class ConfigError(UserError):
    """The configuration is wrong.

    `problems` holds one line per mistake, `str()` the first and a count of the others.
    """

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems: tuple[str, ...] = (
            (problems,) if isinstance(problems, str) else tuple(problems)
        )
        more = len(self.problems) - 1
        super().__init__(self.problems[0] + (f" (and {more} more)" if more else ""))


class HomeError(UserError):
    """The home folder cannot be used as it is."""


class TableRefused(UserError):  # noqa: N818 - what happened, not that it is an error
    """A table of a sheet cannot be read without risk of reading it wrongly: none of it landed."""

    def __init__(self, file: Path | str, line: int | None, reason: str, fix: str) -> None:
        self.file = str(file)
        self.line = line
        self.reason = reason
        self.fix = fix
        where = self.file if line is None else f"{self.file}:{line}"
        super().__init__(f"{where}: {reason}; {fix}")


class StreamFailed(UserError):  # noqa: N818
    """A stream could not be read to its end; what is complete stays landed."""


class TruncatedRead(StreamFailed):
    """A complete read returned `rows` where the last one had `before`: nothing of it landed."""

    def __init__(self, what: str, rows: int, before: int) -> None:
        self.what = what
        self.rows = rows
        self.before = before
        super().__init__(
            f"{what}: {rows} rows where the last complete read had {before}, refused as truncated; "
            "if they are really gone, run again with --accept-shrink"
        )


class NotFound(StreamFailed):
    """The system has no such thing, or no such place to ask."""


class ScopeMissing(StreamFailed):
    """The system knows the credential and does not let it read this."""


class BudgetSpent(StreamFailed):
    """The calls that a vendor grants for a day are used up, but for what is kept for others."""


class CursorRejected(StreamFailed):
    """The system does not know the cursor that it gave out: what it belongs to is read anew."""


class PublishRefused(UserError):  # noqa: N818
    """The warehouse is not the build that was checked, so nothing was published."""
