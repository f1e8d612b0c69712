"""The records behind the numbers: lists of cycles and bookings that the page shows on demand.

A record is stored once however many numbers it stands behind; a list holds at most `LIMIT` of them
and says how many there are in all, so that the page stays small for any company.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing.report import text
from publishing.report.marts import Marts, Row

LIMIT = 200
PART = 50  # where one number is split into many, each of its parts shows so many
LARGEST = "amount_reporting desc nulls last, cycle_id"
_NAME_LENGTH = 120

CYCLE_COLUMNS = ("Record", "Stage", "Status", "Owner", "Amount", "Started", "Closed")
BOOKING_COLUMNS = ("Booking", "Starts", "Outcome", "Owner", "Event", "Cycle")


def identity(row: Row) -> str:
    """Say which record this is where it has no link: source, deal and lead id."""
    parts = [f"deal {row['deal_id']}" if row["deal_id"] else None]
    parts.append(f"lead {row['lead_id']}" if row["lead_id"] else None)
    return " · ".join([row["source"] or "", *[part for part in parts if part]]).strip(" ·")


def label(row: Row) -> str:
    """Name a cycle: its record's name, else its id."""
    name = str(row["record_name"] or row["deal_id"] or row["lead_id"] or row["cycle_id"][:12])
    return name if len(name) <= _NAME_LENGTH else f"{name[:_NAME_LENGTH]}…"


def _grouping(group: str, where: str, order: str, limit: int, table: str) -> str:
    """Complete a select: the first `limit` rows of each group, with the group and its size."""
    return (
        f"coalesce({group}, '') as list_group,"
        " count(*) over (partition by list_group) as list_total"
        f" from {table} where {where}"
        f" qualify row_number() over (partition by list_group order by {order}) <= {limit}"
        f" order by list_group, {order}"
    )


@dataclass(frozen=True)
class Ref:
    """A list of records that a number leads to."""

    key: str
    total: int


@dataclass
class Records:
    """Collects the lists while sections are built; `as_json` goes into the page."""

    marts: Marts
    _stores: dict[str, dict[str, list[Any]]] = field(
        default_factory=lambda: {"cycle": {}, "booking": {}}
    )
    _lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    _rep_names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        reps = self.marts.rows("select rep_id, rep_name from rep_names")
        self._rep_names = {row["rep_id"]: row["rep_name"] for row in reps}

    def cycles(
        self,
        key: str,
        title: str,
        where: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        order: str = LARGEST,
    ) -> Ref:
        """Collect the counted cycles for which the SQL condition `where` holds."""
        found = self.cycles_by("''", key, title, where, parameters, order=order, limit=LIMIT)
        return found.get("", Ref(key, 0))

    def cycles_by(
        self,
        group: str,
        key: str,
        title: str,
        where: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        order: str = LARGEST,
        limit: int = PART,
    ) -> dict[str, Ref]:
        """Collect counted cycles in one list for each value of the SQL expression `group`.

        `{}` in the title becomes the value, or the rep's name where the value is a rep's id.
        """
        rows = self.marts.rows(
            "select cycle_id, source, record_name, record_url, deal_id, lead_id, current_stage,"
            " status, coalesce(rep_name, rep_id) as rep, amount_reporting, amount, currency,"
            " started_date, coalesce(close_date, closed_on) as closed_on,"
            f" {_grouping(group, where, order, limit, 'counted')}",
            parameters or {},
        )
        return self._collect("cycle", key, title, rows, "cycle_id", self._cycle)

    def bookings_by(
        self,
        group: str,
        key: str,
        title: str,
        where: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = PART,
    ) -> dict[str, Ref]:
        """Collect bookings, newest first, in one list for each value of `group`."""
        rows = self.marts.rows(
            "select source, booking_id, record_url, starts_local, outcome, event_type,"
            " coalesce(rep_name, rep_id) as rep, cycle_name,"
            f" {_grouping(group, where, 'starts_at desc, booking_id', limit, 'slots')}",
            parameters or {},
        )
        return self._collect("booking", key, title, rows, "booking_id", self._booking)

    def as_json(self) -> dict[str, Any]:
        """Return the lists and the records they name, ready to be put into the page."""
        return {
            "columns": {"cycle": CYCLE_COLUMNS, "booking": BOOKING_COLUMNS},
            "records": self._stores,
            "lists": self._lists,
        }

    def _collect(
        self,
        kind: str,
        key: str,
        title: str,
        rows: list[Row],
        id_column: str,
        make: Callable[[Row], list[str | None]],
    ) -> dict[str, Ref]:
        refs: dict[str, Ref] = {}
        for row in rows:
            group = row["list_group"]
            if group not in refs:
                refs[group] = Ref(f"{key}-{group}" if group else key, row["list_total"])
                named = title.format(self._rep_names.get(group, group))
                self._lists[refs[group].key] = {
                    "kind": kind,
                    "title": named,
                    "total": row["list_total"],
                    "ids": [],
                }
            record_id = f"{row['source']}/{row[id_column]}"
            self._stores[kind].setdefault(record_id, make(row))
            self._lists[refs[group].key]["ids"].append(record_id)
        return refs

    def _cycle(self, row: Row) -> list[str | None]:
        amount = text.money(row["amount_reporting"], self.marts.context.currency)
        if row["amount_reporting"] is None and row["amount"] is not None:
            amount = f"{text.money(row['amount'], row['currency'] or '?')} (no rate)"
        return [
            text.safe_url(row["record_url"]),
            label(row),
            identity(row),
            text.title(row["current_stage"]),
            text.title(row["status"]),
            row["rep"] or "(unassigned)",
            amount,
            text.day(row["started_date"]),
            text.day(row["closed_on"]),
        ]

    @staticmethod
    def _booking(row: Row) -> list[str | None]:
        return [
            text.safe_url(row["record_url"]),
            row["booking_id"],
            row["source"] or "",
            row["starts_local"] or text.NONE,
            text.title(row["outcome"]),
            row["rep"] or "(unassigned)",
            row["event_type"] or text.NONE,
            row["cycle_name"] or text.NONE,
        ]
