"""What one sync of a source landed and cost, for the formulas of the least possible."""

from dataclasses import dataclass

import duckdb

from connectors.connector import SyncResult
from connectors.landing import Landing


@dataclass(frozen=True)
class Night:
    """What one sync of a source landed, by stream; the first sync is number 0."""

    number: int
    landing: Landing
    source: str
    results: dict[str, SyncResult]

    @property
    def is_first(self) -> bool:
        """Whether nothing had been read before."""
        return self.number == 0

    def live(self, stream: str) -> int:
        """Records that landed and are not deleted."""
        return self.results[stream].rows - self.results[stream].deleted

    def held(self, stream: str, condition: str) -> int:
        """Records of which some landed version meets a condition."""
        paths = [str(path) for path in self.landing.segments(self.source, stream)]
        ((count,),) = duckdb.execute(
            f"select count(distinct record_id) from read_parquet($paths) where {condition}",
            {"paths": paths},
        ).fetchall()
        return int(count)
