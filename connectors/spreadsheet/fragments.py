"""Pieces of JSON text as Arrow columns: payloads are put together without a loop over rows."""

from collections.abc import Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from connectors.spreadsheet.sheet import CELL

_NEEDS_ESCAPE = r'["\\\x00-\x1f]'


def as_json_strings(texts: pa.Array) -> pa.Array:
    """Each text as a JSON string with its quotes; null stays null."""
    if not pc.any(pc.match_substring_regex(texts, _NEEDS_ESCAPE)).as_py():
        return concatenated('"', texts, '"')
    encoded = texts.dictionary_encode()
    literals = [msgspec.json.encode(text).decode() for text in encoded.dictionary.to_pylist()]
    return pa.array(literals, CELL).take(encoded.indices)


def as_members(name: str, values: pa.Array) -> pa.Array:
    """`"name":value` for JSON values; null stays null."""
    return concatenated(msgspec.json.encode(name).decode() + ":", values)


def joined(columns: Sequence[pa.Array], separator: str) -> pa.Array:
    """The texts of each row with a separator between them, nulls left out; "" of nothing."""
    # The kernel drops rows in which every column is null (pyarrow 26), so none may be: each row
    # begins with an empty text, and with the separator after it unless nothing follows.
    rows = pc.binary_join_element_wise(
        pa.scalar("", CELL), *columns, pa.scalar(separator, CELL), null_handling="skip"
    )
    return pc.utf8_slice_codeunits(rows, len(separator))


def concatenated(*parts: pa.Array | str) -> pa.Array:
    """The parts of each row behind one another; null where one of them is."""
    columns = [pa.scalar(part, CELL) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*columns, pa.scalar("", CELL))
