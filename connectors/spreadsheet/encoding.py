"""The encoding of a text file: as declared, else found out, else refused; never a silent guess."""

import codecs
import re
from itertools import islice

import charset_normalizer

from connectors.errors import TableRefused

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(r"\S+")
# Letters of other languages turn up as such when they are read as Windows-1252.
_SYMBOL_IN_WORD = re.compile(
    r"[^\W\d_][\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7€ƒ„…†‡ˆ‰‹•˜™›][^\W\d_]"  # noqa: RUF001
    r"|[\xa1-\xa9\xab-\xb4\xb6-\xb9\xbc-\xbe][a-zà-ÿ]{2}"
)


def find_encoding(file: str, content: bytes, declared: str | None) -> tuple[str, str | None]:
    """The codec that decodes the whole file, and a note for the user if it was guessed.

    Declared encoding, else mark, UTF-8, UTF-16, Windows-1252. Bytes that do not read like a western
    language in Windows-1252 are refused (TableRefused): a wrong guess spoils names without a sign.
    """
    if declared is not None:
        return _checked(file, content, declared), None
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _checked(file, content, encoding), None
    if (wide := _utf16_without_mark(content)) is not None:
        return _checked(file, content, wide), None
    if b"\x00" in content:
        raise _no_text(file, content.count(b"\n", 0, content.index(b"\x00")) + 1)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return "cp1252", _western_note(file, content, error.start)
    return "utf-8", None


def _checked(file: str, content: bytes, encoding: str) -> str:
    try:
        content.decode(encoding)
    except LookupError:
        raise TableRefused(
            file, None, f"there is no encoding {encoding!r}", "write `encoding: utf-8` or its like"
        ) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableRefused(
            file, line, f"the bytes are not {encoding}", "add or correct `encoding:`"
        ) from None
    return encoding


def _utf16_without_mark(content: bytes) -> str | None:
    """Every second byte of western UTF-16 is zero; other text has no zero bytes."""
    sample = content[:2000]
    if len(sample) < 4 or len(content) % 2:
        return None
    for encoding, zeros, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if sample[zeros::2].count(0) > len(sample) // 3 and not sample[letters::2].count(0):
            return encoding
    return None


def _western_note(file: str, content: bytes, position: int) -> str:
    """What to tell of a file that is read as Windows-1252; TableRefused if it does not look so."""
    line = content.count(b"\n", 0, position) + 1
    sample = b"\n".join(islice((row for row in content.splitlines() if not row.isascii()), 2000))
    if _looks_western(sample):
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = ""
        if text:
            word = next(found[0] for found in _WORD.finditer(text) if not found[0].isascii())
            return (
                f"{file}:{line}: read as Windows-1252, such as {word!r}; if that is wrong, "
                "add `encoding:` to the table"
            )
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        raise _no_text(file, line)
    raise TableRefused(
        file,
        line,
        f"the encoding is not UTF-8, UTF-16 or Windows-1252 (perhaps {best.encoding})",
        f"add `encoding: {best.encoding}` to the table, or the encoding that it really has",
    )


def _looks_western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    readable = bool(charset_normalizer.from_bytes(sample, cp_isolation=["cp1252"]))
    return readable and not _SYMBOL_IN_WORD.search(text)


def _no_text(file: str, line: int) -> TableRefused:
    return TableRefused(
        file, line, "the file is not text", "export it as CSV or as an .xlsx workbook"
    )
