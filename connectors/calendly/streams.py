"""What is read of Calendly. A record's identity is its URI: bare ids may repeat across types."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from connectors.api.children import Children, Parent, Work
from connectors.api.http import Request
from connectors.api.pages import Cursor, Listing, OnePage, Page, Reader, Reading
from connectors.api.payloads import Record, instant
from connectors.api.records import CREATED, Records
from connectors.api.snapshots import Part, Snapshot, Window
from connectors.api.stream import Sync, row_of
from connectors.config.systems.calendly import CalendlySource
from connectors.errors import NotFound
from connectors.landing import Row

COUNT = "100"
"""The most that one page holds."""
ADMIN = "an organization admin's or owner's token"
PLAN = "routing forms: they belong to a paid team plan"


class _User(msgspec.Struct):
    """A user, as far as it is needed to ask for anything else."""

    current_organization: str


class _Me(msgspec.Struct):
    """The answer of GET /users/me."""

    resource: _User


def organization(sync: Sync) -> Mapping[str, Any]:
    """The URI of the token's organization, which every listing must name.

    From what the stream `user` has landed; asked for if that or the vendor's clock is not known.
    """
    user: str | None = None
    for batch in sync.landing.read(sync.source.name, "user", ["payload"]):
        user = batch.column(0).to_pylist()[-1]
    if user is not None and sync.client.vendor_time is not None:
        found = msgspec.json.decode(user, type=_User)
    else:
        request = Request("users/me", is_forced=True)
        found = sync.client.get(request, lambda body: msgspec.json.decode(body, type=_Me)).resource
    return {"organization": found.current_organization}


def _listing(path: str, params: Mapping[str, str], values: tuple[str, ...] = ()) -> Listing:
    return Listing(
        path,
        "collection",
        Cursor("pagination.next_page_token", "page_token"),
        {**params, "count": COUNT},
        key="uri",
        modified="updated_at",
        values=values,
        is_forced=True,
    )


def _of_organization(path: str) -> Listing:
    return _listing(path, {"organization": "{organization}"})


def _meetings(reading: Reading) -> Iterator[Page]:
    """Meetings that begin from a time on, cancelled ones too; all of them the first time."""
    params = {"organization": "{organization}", "sort": "start_time:asc"}
    if reading.since is not None:
        params["min_start_time"] = f"{reading.since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    listing = _listing("scheduled_events", params, ("start_time", "end_time"))
    yield from listing(reading)


def _settings(sync: Sync) -> CalendlySource:
    if not isinstance(sync.source.settings, CalendlySource):
        raise TypeError(f"{sync.source.name} is no Calendly source")
    return sync.source.settings


def _window(sync: Sync) -> Window:
    settings = _settings(sync)
    return Window(
        lookback=timedelta(days=settings.lookback_days),
        again=timedelta(days=settings.no_show_days),
    )


def _one(reader: Reader) -> Any:
    return lambda _: [Part(reader)]


def _invitees(sync: Sync, parents: Sequence[Parent]) -> list[Row]:
    """The invitees of one meeting; none of one that is gone meanwhile."""
    (parent,) = parents
    listing = replace(
        _listing(f"{_path(parent.record_id)}/invitees", {}), is_forced=parent.is_again
    )
    try:
        pages = list(listing(Reading(sync.client)))
    except NotFound:
        return []
    return [row_of(record, parent=parent.record_id) for page in pages for record in page.records]


def _path(uri: str) -> str:
    """The path of a resource below base_url: its URI names the vendor's host, not a proxy's."""
    return "scheduled_events/" + urlsplit(uri).path.rstrip("/").rsplit("/", 1)[-1]


USER = Snapshot(
    "user",
    _one(
        Listing("users/me", "resource", OnePage(), key="uri", modified="updated_at", is_forced=True)
    ),
)
MEMBERSHIPS = Snapshot(
    "membership",
    _one(_of_organization("organization_memberships")),
    values=organization,
    parents=(USER.name,),
    scope=ADMIN,
)
EVENT_TYPES = Snapshot(
    "event_type",
    _one(_of_organization("event_types")),
    values=organization,
    parents=(USER.name,),
    scope=ADMIN,
)
EVENTS = Snapshot(
    "event",
    _one(_meetings),
    window=_window,
    values=organization,
    parents=(USER.name,),
    scope=ADMIN,
)
INVITEES = Children("invitee", (Work("event", "event", _invitees),), scope=ADMIN)


def _forms(sync: Sync) -> Mapping[str, Any]:
    """The routing forms that have landed; a new one makes all submissions be read."""
    forms: dict[str, bool] = {}
    for batch in sync.landing.read(sync.source.name, "routing_form", ["record_id", "is_deleted"]):
        forms |= zip(*(column.to_pylist() for column in batch.columns), strict=True)
    return {"names": sorted(form for form, is_deleted in forms.items() if not is_deleted)}


def _submissions(reading: Reading) -> Iterator[Page]:
    """Submissions of every form, newest first, down to the watermark: they never change."""
    forms = reading.values["names"]
    start = reading.position["form"] if reading.position else 0
    listing = replace(
        _listing(
            "routing_form_submissions",
            {"form": "{form}", "sort": "created_at:desc"},
            ("created_at", "deleted_at", "merged_from"),
        ),
        is_forced=False,
    )
    for number, form in list(enumerate(forms))[start:]:
        for page in listing(Reading(reading.client, values={"form": form})):
            fresh = [
                record
                for record in page.records
                if reading.since is None or _created(record) >= reading.since
            ]
            yield Page(fresh, {"form": number})
            if len(fresh) < len(page.records):
                break
    yield Page((), None)


def _created(record: Record) -> datetime:
    return instant(record.values[CREATED]) or datetime.max.replace(tzinfo=UTC)


ROUTING_FORMS = Snapshot(
    "routing_form",
    _one(_of_organization("routing_forms")),
    values=organization,
    parents=(USER.name,),
    scope=PLAN,
    is_optional=True,
)
SUBMISSIONS = Records(
    "routing_submission",
    whole=_submissions,
    changes=_submissions,
    asked=_forms,
    parents=(ROUTING_FORMS.name,),
    scope=PLAN,
    is_optional=True,
)
