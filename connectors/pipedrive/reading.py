"""How lists are read: by id in version 2, by offset in version 1, several of them as one.

Times are in whole seconds and `updated_since` is inclusive, so the last second is read again every
night. Walking by id (the default order) is safe while records change: what changes behind the walk
is modified after its start, and the next night's. A naive time is UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from connectors.api.pages import Cursor, Listing, Offset, Page, Reader, Reading
from connectors.api.payloads import Answer
from connectors.api.stream import Sync
from connectors.config.systems.pipedrive import PipedriveSource

VALUES = ("add_time", "update_time", "merge_what_id")
"""What `Records` reads of each record: created, deleted, and what was merged into it, if shown."""
OVERLAP = 10
"""Records of a page by offset that are read again: so many may vanish while pages are turned."""
MORE = ("additional_data.pagination.more_items_in_collection",)
MORE_OF_LEADS = ("additional_data.more_items_in_collection",)
"""Where answers of version 1 say that there is more; of leads it is said in either place."""


def size_of(sync: Sync) -> int:
    """Records in an answer."""
    settings = sync.source.settings
    return settings.page_size if isinstance(settings, PipedriveSource) else 500


def asked(sync: Sync) -> Mapping[str, Any]:
    """The `size` of a page."""
    return {"size": size_of(sync)}


def by_id(path: str, cost: float, params: Mapping[str, str] | None = None, **facts: Any) -> Listing:
    """A list of version 2, in the order of ids."""
    return Listing(
        f"api/v2/{path}",
        "data",
        Cursor("additional_data.next_cursor", "cursor"),
        {**(params or {}), "limit": "{size}"},
        modified="update_time",
        values=VALUES,
        cost=cost,
        **facts,
    )


def since(reading: Reading) -> Reading:
    """The reading with the watermark as lists take it."""
    at = reading.since.astimezone(UTC) if reading.since else datetime.min.replace(tzinfo=UTC)
    return replace(reading, values={**reading.values, "since": f"{at:%Y-%m-%dT%H:%M:%SZ}"})


@dataclass(frozen=True)
class More(Offset):
    """An offset, where one of two places in the answer says that there is more."""

    places: tuple[str, ...] = (*MORE, *MORE_OF_LEADS)

    @property
    def envelope(self) -> tuple[str, ...]:
        """Both places."""
        return self.places

    def _told(self, answer: Answer, end: int) -> bool | None:
        said = [flag for flag in answer.envelope if flag is not None]
        return bool(said[0]) if said else None


@dataclass(frozen=True)
class ByOffset:
    """A list of version 1. With `newest_first` it ends where the watermark is passed."""

    path: str
    cost: float
    params: Mapping[str, str]
    newest_first: bool = False

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the pages from the reading's position on."""
        listing = Listing(
            f"api/v1/{self.path}",
            "data",
            More("start", "limit", reading.values["size"], overlap=OVERLAP),
            self.params,
            modified="update_time",
            values=VALUES,
            cost=self.cost,
        )
        for page in listing(reading):
            fresh = [record for record in page.records if self._is_fresh(record, reading)]
            if len(fresh) < len(page.records):
                yield Page(fresh, None)
                return
            yield page

    def _is_fresh(self, record: Any, reading: Reading) -> bool:
        at = record.modified_at
        return not self.newest_first or not (at and reading.since) or at >= reading.since


@dataclass(frozen=True)
class Together:
    """Several lists as one; a position is the number of the list and where to go on in it."""

    readers: tuple[Reader, ...]

    def __call__(self, reading: Reading) -> Iterator[Page]:
        """Yield the pages of all lists from the reading's position on."""
        place = reading.position or {"list": 0, "at": None}
        reading = since(reading)
        for number, reader in list(enumerate(self.readers))[place["list"] :]:
            at = place["at"] if number == place["list"] else None
            for page in reader(replace(reading, position=at)):
                yield replace(page, position=self._following(number, page.position))

    def _following(self, number: int, at: Any) -> dict[str, Any] | None:
        if at is not None:
            return {"list": number, "at": at}
        return {"list": number + 1, "at": None} if number + 1 < len(self.readers) else None


def together(*readers: Reader) -> Together:
    """Several lists as one."""
    return Together(readers)


def ids_of(parents: Sequence[Any]) -> str:
    """The ids of some parents, as a list of numbers in a query."""
    return ",".join(parent.record_id for parent in parents)
