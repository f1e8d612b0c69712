"""What the sandbox's vendors hold, asked through their own objects, and raw held against it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from sandbox.api import Request
from sandbox.api.calendly import Calendly
from sandbox.api.calendly.members import ORGANIZATION
from sandbox.api.calendly.routing import FORM
from sandbox.api.hubspot import HubSpot
from sandbox.api.hubspot.kinds import KINDS

Held = dict[str, dict[str, Any]]
"""Stream -> record id -> what the vendor answers for it."""

HISTORY = {
    "deal": ["dealstage", "pipeline", "hubspot_owner_id"],
    "lead": ["hs_pipeline_stage", "hs_pipeline", "hubspot_owner_id"],
    "contact": ["lifecyclestage", "hs_lead_status", "hubspot_owner_id"],
}
ACTIVITIES = ("call", "email", "note", "task", "meeting", "communication")
TIES = {
    "deal": ("contact", "company", "line_item"),
    "lead": ("contact", "company", "deal"),
    **dict.fromkeys(ACTIVITIES, ("contact", "deal", "lead")),
}
STREAMS = {kind.singular: plural for plural, kind in KINDS.items()}
STREAMS["goal"] = STREAMS.pop("goal_target")


def _asked(vendor: HubSpot | Calendly, path: str, **query: Any) -> Any:
    words = {name: value if isinstance(value, list) else [value] for name, value in query.items()}
    reply = vendor.answer(Request("GET", path, words))
    assert reply.status == 200, (path, reply.body)
    return json.loads(
        reply.body if isinstance(reply.body, bytes) else msgspec.json.encode(reply.body)
    )


def hubspot(vendor: HubSpot) -> Held:
    """Every live record of the CRM with all of its properties; owners that left too."""
    held: Held = {}
    for stream, plural in STREAMS.items():
        kind, history = KINDS[plural], HISTORY.get(stream, [])
        records, after = {}, "0"
        while after:
            page = _asked(
                vendor,
                f"/crm/v3/objects/{plural}",
                limit="50",
                after=after,
                properties=list(kind.types),
                propertiesWithHistory=history,
            )
            records |= {record["id"]: record for record in page["results"]}
            after = page.get("paging", {}).get("next", {}).get("after", "")
        held[stream] = records
        names = _asked(vendor, f"/crm/v3/properties/{plural}")["results"]
        held.setdefault("property", {}).update({f"{stream}:{one['name']}": one for one in names})
    held["pipeline"] = {
        f"{stream}:{one['id']}": one
        for stream in ("deal", "lead")
        for one in _asked(vendor, f"/crm/v3/pipelines/{stream}s")["results"]
    }
    held["owner"] = {
        one["id"]: one
        for archived in ("false", "true")
        for one in _asked(vendor, "/crm/v3/owners", limit="500", archived=archived)["results"]
    }
    account = _asked(vendor, "/account-info/v3/details")
    held["account"] = {str(account["portalId"]): account}
    held["association"] = dict(_ties(vendor, held))
    return held


def _ties(vendor: HubSpot, held: Held) -> Iterator[tuple[str, list[str]]]:
    for source, targets in TIES.items():
        for record_id in held[source]:
            record = vendor.portal.read(KINDS[STREAMS[source]], record_id)
            for target in targets:
                to = record.links.get(STREAMS[target], []) if record else []
                if to:
                    yield f"{source}:{record_id}:{target}", sorted(to)


def calendly(vendor: Calendly) -> Held:
    """Everything in the calendar; of submissions those of the one form."""
    held: Held = {"user": {}, "invitee": {}}
    me = _asked(vendor, "/users/me")["resource"]
    held["user"][me["uri"]] = me
    for stream, path in (
        ("membership", "/organization_memberships"),
        ("event_type", "/event_types"),
        ("routing_form", "/routing_forms"),
    ):
        held[stream] = dict(_listed(vendor, path, organization=ORGANIZATION))
    held["event"] = dict(events(vendor))
    if FORM in held["routing_form"]:
        path = "/routing_form_submissions"
        held["routing_submission"] = dict(
            _listed(vendor, path, organization=ORGANIZATION, form=FORM)
        )
    for uri in held["event"]:
        held["invitee"] |= _listed(vendor, f"/scheduled_events/{uri.rpartition('/')[2]}/invitees")
    return held


def events(vendor: Calendly) -> Iterator[tuple[str, Any]]:
    """Every meeting by its URI."""
    return _listed(vendor, "/scheduled_events", organization=ORGANIZATION)


def _listed(vendor: Calendly, path: str, **words: str) -> Iterator[tuple[str, Any]]:
    token = ""
    while token is not None:
        page = _asked(
            vendor, path, count="100", **words, **({"page_token": token} if token else {})
        )
        yield from ((one["uri"], one) for one in page["collection"])
        token = page["pagination"]["next_page_token"]


def raw(home: Path, source: str) -> Held:
    """Per stream the records that raw shows as live: the newest version, tombstones applied.

    A row modified earlier than one before it is stale, as it is for the models.
    """
    held: Held = {}
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
            " and starts_with(table_name, $1 || '__')",
            [source],
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(
                f"""with ordered as (
                    select *, max(modified_at) over (
                        partition by record_id order by load_seq, seq
                        rows between unbounded preceding and 1 preceding
                    ) as newest_before
                    from raw.{table}
                )
                select record_id, arg_max(payload, (load_seq, seq))
                from ordered
                where newest_before is null or modified_at is null or modified_at >= newest_before
                group by record_id
                having not arg_max(is_deleted, (load_seq, seq))"""
            ).fetchall()
            held[table.partition("__")[2]] = {key: json.loads(payload) for key, payload in rows}
    return held


def differences(home: Path, vendor: HubSpot | Calendly) -> list[str]:
    """Where raw is not what the vendor holds; nothing if all is well."""
    truth = hubspot(vendor) if isinstance(vendor, HubSpot) else calendly(vendor)
    found = raw(home, vendor.name)
    # what belongs to a record that is gone is nobody's any more
    if isinstance(vendor, HubSpot):
        # counts are no records of the vendor's
        found.pop("tally", None)
        ties = found["association"]
        found["association"] = {
            key: sorted(str(to["toObjectId"]) for to in tie["to"])
            for key, tie in ties.items()
            if key.split(":")[1] in truth[key.split(":")[0]]
        }
    else:
        found["invitee"] = {
            key: one for key, one in found["invitee"].items() if one["event"] in truth["event"]
        }
    told = []
    for stream in sorted(truth.keys() | found.keys()):
        held, shown = truth.get(stream, {}), found.get(stream, {})
        told += [f"{stream} {key} is missing" for key in held.keys() - shown.keys()]
        told += [f"{stream} {key} is gone and shown" for key in shown.keys() - held.keys()]
        told += [
            f"{stream} {key}: {shown[key]} for {held[key]}"
            for key in held.keys() & shown.keys()
            if not _is_same(stream, shown[key], held[key])
        ]
    return told


def _is_same(stream: str, shown: Any, held: Any) -> bool:
    """Equal; of properties only those that were asked for, which are most."""
    if stream not in STREAMS:
        return bool(shown == held)
    own, all_own = shown["properties"], held["properties"]
    rest = {**shown, "properties": None} == {**held, "properties": None}
    return rest and len(own) * 2 > len(all_own) and own.items() <= all_own.items()
