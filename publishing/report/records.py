"""The records behind the numbers: lists of cycles and bookings that the page shows on demand.

A record is stored once however many numbers it stands behind; a list holds at most `LIMIT` of them
and says how many there are in all, so that the page stays small for any company.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing.report import text
from publishing.report.marts import Marts, Row

LIMIT = 200

CYCLE_COLUMNS = ("Record", "Stage", "Status", "Owner", "Amount", "Started", "Closed")
BOOKING_COLUMNS = ("Booking", "Starts", "Outcome", "Owner", "Event", "Cycle")


def identity(row: Row) -> str:
    """Say which record this is where it has no link: source, deal and lead id."""
    parts = [f"deal {row['deal_id']}" if row["deal_id"] else None]
    parts.append(f"lead {row['lead_id']}" if row["lead_id"] else None)
    return " · ".join([row["source"] or "", *[part for part in parts if part]]).strip(" ·")


def label(row: Row) -> str:
    """Name a cycle: its record's name, else its id."""
    return str(row["record_name"] or row["deal_id"] or row["lead_id"] or row["cycle_id"][:12])


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

    def cycles(
        self,
        key: str,
        title: str,
        where: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        order: str = "amount_reporting desc nulls last, cycle_id",
        limit: int = LIMIT,
    ) -> Ref:
        """Collect the counted cycles for which the SQL condition `where` holds."""
        rows = self.marts.rows(
            "select cycle_id, source, record_name, record_url, deal_id, lead_id, current_stage,"
            " status, coalesce(rep_name, rep_id) as rep, amount_reporting, amount, currency,"
            " started_date, coalesce(close_date, closed_on) as closed_on, count(*) over () as total"
            f" from counted where {where} order by {order} limit {limit}",
            parameters or {},
        )
        return self._collect("cycle", key, title, rows, "cycle_id", self._cycle)

    def bookings(
        self, key: str, title: str, where: str, parameters: Mapping[str, Any] | None = None
    ) -> Ref:
        """Collect the bookings for which the SQL condition `where` holds, newest first."""
        rows = self.marts.rows(
            "select slots.source, booking_id, slots.record_url, starts_local, outcome, event_type,"
            " coalesce(slots.rep_name, slots.rep_id) as rep, cycles.record_name, cycles.deal_id,"
            " cycles.lead_id, count(*) over () as total"
            " from slots left join fct_sales_cycles as cycles using (cycle_id)"
            f" where {where} order by starts_at desc, booking_id limit {LIMIT}",
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
        self, kind: str, key: str, title: str, rows: list[Row], id_column: str, make: Any
    ) -> Ref:
        total = rows[0]["total"] if rows else 0
        ids = []
        for row in rows:
            record_id = f"{row['source']}/{row[id_column]}"
            self._stores[kind].setdefault(record_id, make(row))
            ids.append(record_id)
        self._lists[key] = {"kind": kind, "title": title, "total": total, "ids": ids}
        return Ref(key, total)

    def _cycle(self, row: Row) -> list[Any]:
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
    def _booking(row: Row) -> list[Any]:
        cycle = row["record_name"] or row["deal_id"] or row["lead_id"]
        return [
            text.safe_url(row["record_url"]),
            row["booking_id"],
            row["source"] or "",
            row["starts_local"] or text.NONE,
            text.title(row["outcome"]),
            row["rep"] or "(unassigned)",
            row["event_type"] or text.NONE,
            cycle or text.NONE,
        ]
