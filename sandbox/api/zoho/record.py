"""One record of the CRM as it stands at a time, and how the vendor writes its values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.company.clock import ZONE

Json = dict[str, Any]
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a field that the timeline shows; None is an empty field."""

    at: datetime
    field: str
    old: str | None
    new: str | None


@dataclass(slots=True)
class Record:
    """A record: its fields beside the system's own, and what its timeline tells."""

    id: str
    created: datetime
    modified: datetime
    fields: Json
    moves: list[Move] = field(default_factory=list)
    deleted_at: datetime | None = None

    @property
    def is_converted(self) -> bool:
        """Whether it is a lead of which a contact was made."""
        return bool(self.fields.get("Converted__s"))

    @property
    def stamp(self) -> int:
        """The second in which it was modified, since 1970."""
        return int(self.modified.timestamp())

    def shown(self, names: list[str]) -> Json:
        """The fields of these names, those that the module has, as an answer holds them."""
        known: Json = {
            "Created_Time": local(self.created),
            "Modified_Time": local(self.modified),
            **self.fields,
        }
        return {name: known[name] for name in names if name in known} | {"id": self.id}


def local(at: datetime) -> str:
    """An instant to the second in the zone of the user who asks."""
    return at.astimezone(ZONE).replace(microsecond=0).isoformat()


def lookup(record_id: str | None, name: str | None = None) -> Json | None:
    """A field that names another record."""
    return {"name": name, "id": record_id} if record_id else None
