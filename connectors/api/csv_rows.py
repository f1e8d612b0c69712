"""A page of CSV as records: the payload of a row is the JSON object of its cells, all texts.

An empty cell is null: where everything is text nothing else could say so. The columns are named in
the first row of every page.
"""

import csv
import io
from collections.abc import Sequence

import msgspec

from connectors.api.payloads import Answer, Record, instant

# a text field of a CRM may hold more than the library's limit of 128 KiB
csv.field_size_limit(1 << 30)


class CsvOpener:
    """Opens pages of CSV (RFC 4180, UTF-8); `key`, `modified` and `values` are names of columns."""

    def __init__(
        self, key: str = "id", modified: str | None = "updatedAt", values: Sequence[str] = ()
    ) -> None:
        self._key, self._modified, self._names = key, modified, tuple(values)

    def __call__(self, body: bytes) -> Answer:
        """The opened page. Raises msgspec.DecodeError for what is no CSV or was cut off."""
        # bytes that are no UTF-8 stay recognisable until their row is known
        text = body.decode("utf-8-sig", "surrogateescape")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(rows, [])
            records = [self._record(header, row) for row in rows if row]
        except csv.Error as error:
            raise msgspec.DecodeError(str(error)) from None
        if header and self._key not in header:
            raise msgspec.DecodeError(f"no column {self._key}")
        return Answer(records, ())

    def _record(self, header: Sequence[str], row: Sequence[str]) -> Record:
        if len(row) != len(header):
            raise msgspec.DecodeError(f"{len(row)} cells below {len(header)} columns")
        original, error = None, None
        if any("\udc80" <= sign <= "\udcff" for cell in row for sign in cell if not sign.isascii()):
            original = _line(row).encode("utf-8", "surrogateescape")
            error = "bytes that are no UTF-8"
            row = [
                cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for cell in row
            ]
        cells = {name: cell or None for name, cell in zip(header, row, strict=True)}
        key = cells.get(self._key)
        if key is None:
            raise msgspec.DecodeError(f"a record without {self._key}")
        return Record(
            msgspec.json.encode(cells).decode(),
            key,
            instant(cells.get(self._modified)) if self._modified else None,
            tuple(cells.get(name) for name in self._names),
            original,
            error,
        )


def _line(row: Sequence[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(row)
    return file.getvalue()
