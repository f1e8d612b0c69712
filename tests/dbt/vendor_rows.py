"""Landed rows as the connectors of HubSpot and Calendly leave them, written straight into raw."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from connectors import company
from connectors.config import load
from connectors.loading import create_raw_tables

API = "https://api.calendly.com"


@dataclass(frozen=True)
class Landed:
    """One row of a raw table; `table` is connector and stream, such as hubspot__deal."""

    table: str
    record_id: str
    payload: Any
    modified: str | None = None
    is_deleted: bool = False
    context: dict[str, str] | None = None
    parent_id: str | None = None
    payload_error: str | None = None
    source: str = ""

    @property
    def source_name(self) -> str:
        """The configured source, by the connector if none is given."""
        return self.source or {"hubspot": "crm", "calendly": "cal"}[self.table.split("__")[0]]


def crm(
    stream: str,
    record_id: str,
    properties: dict[str, Any],
    *,
    modified: str = "2026-03-01T00:00:00Z",
    created: str = "2026-03-01T00:00:00Z",
    histories: dict[str, list[tuple[str, str]]] | None = None,
    **rest: Any,
) -> Landed:
    """A CRM object; `histories` maps a property to its values and times, in any order."""
    payload: dict[str, Any] = {
        "id": record_id,
        "properties": {**properties, "hs_lastmodifieddate": modified},
        "createdAt": created,
        "updatedAt": modified,
        "archived": rest.get("is_deleted", False),
    }
    if histories:
        payload["propertiesWithHistory"] = {
            name: [{"value": v, "timestamp": at, "sourceType": "CRM_UI"} for v, at in entries]
            for name, entries in histories.items()
        }
    return Landed(f"hubspot__{stream}", record_id, payload, modified, **rest)


def merged_away(stream: str, record_id: str, survivor: str, modified: str) -> Landed:
    """The tombstone of a record that lives on in another one."""
    context = {"merged_into": survivor}
    return Landed(f"hubspot__{stream}", record_id, {}, modified, is_deleted=True, context=context)


def tied(
    start: str, start_id: str, end: str, *ends: Any, primary: Any = None, label: str | None = None
) -> Landed:
    """The associations of one record to all records of a type: a tombstone where there are none."""
    others = [
        {
            "toObjectId": end_id,
            "associationTypes": [
                {
                    "category": "HUBSPOT_DEFINED",
                    "typeId": 5 if end_id == primary else 3,
                    "label": label if end_id == primary else None,
                }
            ],
        }
        for end_id in ends
    ]
    payload = {"from": {"id": start_id}, "to": others} if ends else {}
    return Landed(
        "hubspot__association",
        f"{start}:{start_id}:{end}",
        payload,
        is_deleted=not ends,
        context={"from": start, "to": end},
        parent_id=start_id,
    )


def pipeline(kind: str, pipeline_id: str, label: str, stages: Iterable[tuple[Any, ...]]) -> Landed:
    """A pipeline with its stages: id, label and what else the stage's metadata says."""
    payload = {
        "id": pipeline_id,
        "label": label,
        "stages": [
            {"id": stage_id, "label": stage_label, "metadata": metadata}
            for stage_id, stage_label, metadata in stages
        ],
    }
    record_id = f"{kind}:{pipeline_id}"
    return Landed("hubspot__pipeline", record_id, payload, context={"object": kind})


def owner(owner_id: str, name: str, team: str, **fields: Any) -> Landed:
    """Who records are assigned to, with the team that is the primary one."""
    payload = {
        "id": owner_id,
        "email": f"{name.lower()}@co.example",
        "firstName": name,
        "teams": [{"id": "1", "name": team, "primary": True}],
    }
    return Landed("hubspot__owner", owner_id, payload | fields)


def event(name: str, start: str, end: str, host: str, email: str, **fields: Any) -> Landed:
    """A booked meeting of the calendar."""
    uri = f"{API}/scheduled_events/{name}"
    member = {"user": f"{API}/users/{host}", "user_email": email, "user_name": "Ann"}
    payload = {
        "uri": uri,
        "name": "Intro demo",
        "status": "active",
        "start_time": start,
        "end_time": end,
        "event_type": f"{API}/event_types/T1",
        "event_memberships": [member],
    }
    return Landed("calendly__event", uri, payload | fields, start)


def invitee(name: str, event_name: str, email: str, created: str, **fields: Any) -> Landed:
    """Who booked it; the uri lies below that of the event."""
    of_event = f"{API}/scheduled_events/{event_name}"
    payload = {
        "uri": f"{of_event}/invitees/{name}",
        "event": of_event,
        "email": email,
        "name": "Kim",
        "status": "active",
        "created_at": created,
        "updated_at": created,
        "rescheduled": False,
        "no_show": None,
        "cancellation": None,
    }
    uri = str(payload["uri"])
    return Landed("calendly__invitee", uri, payload | fields, created, parent_id=of_event)


def land(home: Path, yml: Path, rows: Iterable[Landed], *, night: int, now: datetime) -> None:
    """Add a night's rows and configuration to the warehouse of `home`, made if missing."""
    with duckdb.connect(str(home / "warehouse.duckdb")) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        create_raw_tables(warehouse)
        for seq, row in enumerate(rows):
            columns = {
                "source": row.source_name,
                "record_id": row.record_id,
                "parent_id": row.parent_id,
                "context": json.dumps(row.context) if row.context else None,
                "payload": json.dumps(row.payload),
                "modified_at": row.modified,
                "is_deleted": row.is_deleted,
                "extracted_at": now,
                "seq": seq,
                "payload_error": row.payload_error,
                "segment": f"{night:06}.parquet",
                "load_seq": night,
            }
            named = ", ".join(f"? as {name}" for name in columns)
            warehouse.execute(
                f'insert into raw."{row.table}" by name select {named}', [*columns.values()]
            )
        secrets = {"CRM_TOKEN": "t", "CALENDAR_TOKEN": "t"}
        company.write(warehouse, load(yml, env=secrets), now=now)
