"""Times as a stream writes them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.api.payloads import instant
from connectors.calendar import local_to_utc
from connectors.config.systems.rest import RestSource, RestStream


def zone_of(source: RestSource, stream: RestStream, reporting_timezone: str) -> ZoneInfo:
    """The zone of times without one."""
    return ZoneInfo(stream.timezone or source.timezone or reporting_timezone)


@dataclass(frozen=True)
class Times:
    """How a stream writes times: iso, epoch, epoch_ms or a form of strptime's."""

    form: str
    zone: ZoneInfo

    def read(self, value: Any) -> datetime | None:
        """The instant; None where it is none."""
        if value is None or isinstance(value, bool):
            return None
        try:
            if self.form in ("epoch", "epoch_ms"):
                seconds = float(value) / (1000 if self.form == "epoch_ms" else 1)
                return datetime.fromtimestamp(seconds, UTC)
            at = self._wall(str(value))
        except (ValueError, OverflowError, OSError):
            return None
        if at is None or at.tzinfo is not None:
            return at.astimezone(UTC) if at else None
        return local_to_utc(at, self.zone)

    def _wall(self, text: str) -> datetime | None:
        if self.form != "iso":
            return datetime.strptime(text, self.form)  # noqa: DTZ007 - its zone is declared
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return instant(text)
