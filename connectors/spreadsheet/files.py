"""The files of a table: which they are, whether they changed, what is in them."""

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from connectors.config.models import Table
from connectors.errors import TableRefused
from connectors.spreadsheet.sheet import Sheet
from connectors.spreadsheet.textfile import read_text
from connectors.spreadsheet.workbook import is_workbook, read_workbook

_GLOB_CHARACTERS = frozenset("*?[")


@dataclass(frozen=True)
class TableFile:
    """A file of a table; `name` is its path seen from salescycle.yml, `digest` its SHA-256."""

    name: str
    path: Path
    digest: str


def is_pattern(table: Table) -> bool:
    """Whether the table's path is a pattern that may name several files."""
    return not _GLOB_CHARACTERS.isdisjoint(table.path)


def snapshot_of(table: Table) -> str:
    """`append` or `full`: as declared, else append for a pattern and full for one file."""
    return table.snapshot or ("append" if is_pattern(table) else "full")


def _matching(folder: Path, table: Table) -> list[Path]:
    base = Path(table.path)
    if not is_pattern(table):
        return [folder / base]
    root = Path(base.anchor) if base.is_absolute() else folder
    return list(root.glob(str(base.relative_to(base.anchor))))


def _names_better(other: Table, table: Table) -> bool:
    """Whether the other table's path begins as this one's pattern does and then says more."""
    own, its = (re.split(r"[*?[]", path, maxsplit=1)[0] for path in (table.path, other.path))
    return other.entity != table.entity and its != own and its.startswith(own)


def find_files(folder: Path, table: Table, others: Iterable[Table] = ()) -> list[TableFile]:
    """The files to read, sorted by name; of a full snapshot the newest one, the last by name.

    A file that `others` of the source name better is theirs: of `deal_*.csv` and `deal_line_*.csv`
    for different entities, `deal_line_1.csv` is of the second alone.
    Raises TableRefused if there is none or it cannot be opened.
    """
    paths = _matching(folder, table)
    if is_pattern(table):
        better = [other for other in others if _names_better(other, table)]
        theirs = {path for other in better for path in _matching(folder, other)}
        paths = sorted(path for path in paths if path.is_file() and path not in theirs)
        if snapshot_of(table) == "full":
            paths = paths[-1:]
    if not paths:
        raise TableRefused(table.path, None, "no file matches", "correct `path:` or add the file")
    return [_opened(path, folder) for path in paths]


def _opened(path: Path, folder: Path) -> TableFile:
    name = Path(os.path.relpath(path, folder)).as_posix()
    try:
        with path.open("rb") as content:
            return TableFile(name, path, hashlib.file_digest(content, "sha256").hexdigest())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TableRefused(
            name, None, f"cannot be read: {reason}", "correct `path:` or the file's permissions"
        ) from None


def read_sheet(file: TableFile, table: Table, wanted: Collection[str]) -> Sheet:
    """The file's table; `wanted` are the headers that the declaration names, in lower case.

    Raises TableRefused if it cannot be read.
    """
    try:
        content = file.path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise TableRefused(
            file.name, None, f"cannot be read: {error}", "export or copy the file again"
        ) from None
    if is_workbook(content):
        return read_workbook(file.name, content, table)
    return read_text(file.name, content, table, wanted)
