"""How a listing turns its pages: what names the next one, and how it is known that there is none.

A position is a JSON value, kept in state by streams that go on where they were interrupted. Each
style says what to read of the answer beside the records (`envelope`), what to ask for at a position
(None: the first page) and which position follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from connectors.api.payloads import Answer

Headers = Mapping[str, str]
"""Those of an answer, their names in small letters."""


class Turning(Protocol):
    """A style of paging."""

    @property
    def envelope(self) -> tuple[str, ...]:
        """Paths in the answer that it reads beside the records."""

    def asked(self, position: Any) -> Mapping[str, Any]:
        """The parameters that ask for the page at a position."""

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """The position after a page, None after the last."""


@dataclass(frozen=True)
class Cursor:
    """The answer holds a cursor that goes into a parameter of the next request."""

    answer: str
    param: str

    @property
    def envelope(self) -> tuple[str, ...]:
        """Where the cursor is."""
        return (self.answer,)

    def asked(self, position: Any) -> Mapping[str, Any]:
        """The cursor; nothing on the first page."""
        return {} if position is None else {self.param: position}

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """The answer's cursor."""
        following = answer.envelope[0]
        return None if following in (None, "") else str(following)


@dataclass(frozen=True)
class OnePage:
    """There are no further pages."""

    envelope: tuple[str, ...] = ()

    def asked(self, position: Any) -> Mapping[str, Any]:
        """Nothing."""
        return {}

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """None."""
        return None


@dataclass(frozen=True)
class Counted:
    """Pages that are asked for by counting: what the two styles share.

    `size` records are on a page, asked for by `size_param` where the system takes one. `has_more`
    is a path in the answer: a flag, or (`is_total`) how many records there are in all. Without it a
    page that is not full is the last one, but for the first: a system may give fewer than were
    asked for, and whether it does is seen by asking once more.
    """

    param: str
    size_param: str | None
    size: int
    has_more: str | None = None
    is_total: bool = False

    @property
    def envelope(self) -> tuple[str, ...]:
        """What says whether there is more."""
        return (self.has_more,) if self.has_more else ()

    def goes_on(self, position: Any, answer: Answer, end: int) -> bool:
        """Whether there may be more after a page; `end` counts the records up to there."""
        # an empty page is the last whatever it says: it would never end
        if not answer.records:
            return False
        told = self._told(answer, end)
        if told is None:
            return len(answer.records) >= self.size or position is None
        return told

    def total(self, answer: Answer) -> int | None:
        """How many records there are in all, where the answer says so."""
        said = answer.envelope[0] if self.is_total and self.has_more else None
        try:
            return None if said is None else int(said)
        except (TypeError, ValueError):
            return None

    def has_moved(self, before: Sequence[str], keys: Sequence[str], is_less: bool) -> bool:
        """Whether records may be on no page: by the keys of two pages, or as the total shrank."""
        return is_less

    def is_capped(self, before: int, answer: Answer) -> bool:
        """Whether a page shows that the one before, of so many records, was full without `size`."""
        return bool(answer.records) and before < self.size and self._told(answer, 0) is None

    def _told(self, answer: Answer, end: int) -> bool | None:
        """Whether the answer says that there is more; None where it says nothing."""
        if self.has_more is None or answer.envelope[0] is None:
            return None
        if self.is_total:
            total = self.total(answer)
            return None if total is None else total > end
        return answer.envelope[0] not in (False, 0, "", "false", "0", "no")


@dataclass(frozen=True)
class Offset(Counted):
    """A page begins after so many records, which `param` says.

    The last `overlap` records of a page are asked for again, so that a listing from which records
    vanish meanwhile loses none, or shows that it has moved.
    """

    overlap: int = 0

    def asked(self, position: Any) -> Mapping[str, Any]:
        """The offset, and how many."""
        size = {self.size_param: self.size} if self.size_param else {}
        return {self.param: position or 0, **size}

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """The number of records up to there, less those asked for again."""
        begin = position or 0
        end = begin + len(answer.records)
        return max(end - self.overlap, begin + 1) if self.goes_on(position, answer, end) else None

    def has_moved(self, before: Sequence[str], keys: Sequence[str], is_less: bool) -> bool:
        """Whether more records vanished than overlap: nothing of the page before is on this one."""
        return bool(self.overlap and keys) and not set(before).intersection(keys)


@dataclass(frozen=True)
class PageNumber(Counted):
    """Pages have numbers, from `first` on, which `param` says; nothing can overlap.

    A record that vanishes while pages are turned moves the others, of which one then is on no page:
    that is seen where the answers say how many there are in all.
    """

    first: int = 1

    def asked(self, position: Any) -> Mapping[str, Any]:
        """The page's number, and its size."""
        size = {self.size_param: self.size} if self.size_param else {}
        return {self.param: self.first if position is None else position, **size}

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """The next number."""
        number = self.first if position is None else int(position)
        end = (number - self.first) * self.size + len(answer.records)
        return number + 1 if self.goes_on(position, answer, end) else None


@dataclass(frozen=True)
class NextLink:
    """The answer names the address of the next page: at the path `answer`, else in a Link header.

    The header is RFC 8288's, with rel=next. An address on another host is refused by the client.
    """

    answer: str | None = None

    @property
    def envelope(self) -> tuple[str, ...]:
        """Where the address is."""
        return (self.answer,) if self.answer else ()

    def asked(self, position: Any) -> Mapping[str, Any]:
        """Nothing: the address says it all."""
        return {}

    def following(self, position: Any, answer: Answer, headers: Headers) -> Any:
        """The address, as it is written."""
        if self.answer:
            link = answer.envelope[0]
            return str(link) if link else None
        return next_link(headers.get("link", ""))


def next_link(header: str) -> str | None:
    """The target of rel=next of a Link header (RFC 8288), None where it has none."""
    for part in header.split("<")[1:]:
        target, _, parameters = part.partition(">")
        for parameter in parameters.split(";"):
            name, _, value = parameter.partition("=")
            relations = value.strip(" ,").strip('"').lower().split()
            if name.strip().lower() == "rel" and "next" in relations:
                return target.strip()
    return None
