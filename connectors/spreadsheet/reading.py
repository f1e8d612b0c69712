"""Which of several notations a column is written in: decided over the column, never per cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class UndecidedError(Exception):
    """No value of the column says which notation it is; `value` can be read in two ways."""

    def __init__(self, value: str, first: str, second: str) -> None:
        self.value = value
        super().__init__(f"{value!r} can be read as {first} and as {second}")


class ContradictionError(Exception):
    """Two values of one column that no single notation explains; `value` is the second."""

    def __init__(self, first: str, second: str) -> None:
        self.value = second
        super().__init__(f"{first!r} and {second!r} are not written the same way")


@dataclass(frozen=True)
class Decision(Generic[T]):
    """`notation` is None if every value means the same in all notations; `read` by cell text."""

    notation: str | None
    read: Mapping[str, T | None]


def decide(
    notations: Sequence[str],
    meanings: Mapping[str, Sequence[T | None]],
    known: str | None = None,
) -> Decision[T]:
    """Pick the one notation in which a column makes sense.

    `meanings` gives for each distinct text its meaning in each of `notations`, None where it has
    none; a text without any meaning does not take part. `known` is the notation that the table's
    earlier files turned out to have: it settles what is open.

    Raises UndecidedError or ContradictionError.
    """
    readable = {
        text: found
        for text, found in meanings.items()
        if any(meaning is not None for meaning in found)
    }
    possible = list(range(len(notations)))
    narrowed_by: str | None = None
    for text, found in readable.items():
        left = [index for index in possible if found[index] is not None]
        if not left:
            raise ContradictionError(narrowed_by or text, text)
        if len(left) < len(possible):
            narrowed_by = text
        possible = left
    if known in notations and notations.index(known) in possible:
        possible = [notations.index(known)]
    first = possible[0]
    for other in possible[1:]:
        for text, found in readable.items():
            if found[first] != found[other]:
                raise UndecidedError(text, str(found[first]), str(found[other]))
    notation = notations[first] if len(possible) == 1 and len(notations) > 1 else None
    return Decision(notation, {text: found[first] for text, found in meanings.items()})
