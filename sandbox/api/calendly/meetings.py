"""A meeting as Calendly shows it: an event, its one invitee, perhaps a no-show."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.api import ids
from sandbox.api.calendly.catalogue import QUESTION, event_type
from sandbox.api.calendly.members import HOST, SITE, text, uri, user
from sandbox.api.vendor import Json

NO_TRACKING: Json = dict.fromkeys(
    ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid")
)
LOCATIONS: dict[str, Json] = {
    "Demo on site": {"type": "physical", "location": "At the customer's"},
    "Discovery call": {"type": "outbound_call", "location": None},
    "Product demo": {"type": "google_conference", "status": "pushed", "join_url": None},
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A booked meeting at some time. `old` and `new` are the numbers before and after a move.

    `cancelled_by` is host or invitee; `missed_at` is when somebody noted that nobody came, which
    touches the invitee but not the event.
    """

    number: int
    event_type: str
    host: str
    email: str
    name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    is_moved: bool = False
    old: int | None = None
    new: int | None = None
    missed_at: datetime | None = None
    answer: str = ""

    @property
    def status(self) -> str:
        """Calendly's word."""
        return "canceled" if self.cancelled_at else "active"


def event_uri(number: int) -> str:
    """The URI of the event with that number."""
    return uri("scheduled_events", ids.EVENT, number)


def invitee_uri(number: int) -> str:
    """The URI of its invitee."""
    return f"{event_uri(number)}/invitees/{ids.uuid(ids.INVITEE, number)}"


def event(meeting: Meeting) -> Json:
    """The meeting as a scheduled event."""
    host = user(meeting.host)
    shown = {
        "uri": event_uri(meeting.number),
        "name": meeting.event_type,
        "status": meeting.status,
        "start_time": text(meeting.starts_at),
        "end_time": text(meeting.ends_at),
        "event_type": event_type(meeting.event_type),
        "location": LOCATIONS[meeting.event_type],
        "invitees_counter": {"total": 1, "active": int(not meeting.cancelled_at), "limit": 1},
        "created_at": text(meeting.booked_at),
        "updated_at": text(meeting.changed_at),
        "event_memberships": [
            {"user": host["uri"], "user_email": host["email"], "user_name": host["name"]}
        ],
        "event_guests": [],
        "calendar_event": {"kind": "google", "external_id": f"kvist{meeting.number:014x}"},
    }
    return shown | _cancellation(meeting)


def invitee(meeting: Meeting) -> Json:
    """The one who booked it."""
    own, changed = invitee_uri(meeting.number), meeting.missed_at or meeting.changed_at
    page = ids.uuid(ids.INVITEE, meeting.number)
    missed = meeting.missed_at
    shown = {
        "uri": own,
        "email": meeting.email,
        "first_name": None,
        "last_name": None,
        "name": meeting.name,
        "status": meeting.status,
        "questions_and_answers": [{"question": QUESTION, "answer": meeting.answer, "position": 0}],
        "timezone": meeting.timezone,
        "event": event_uri(meeting.number),
        "created_at": text(meeting.booked_at),
        "updated_at": text(max(changed, meeting.changed_at)),
        "tracking": NO_TRACKING,
        "text_reminder_number": None,
        "rescheduled": meeting.is_moved,
        "old_invitee": None if meeting.old is None else invitee_uri(meeting.old),
        "new_invitee": None if meeting.new is None else invitee_uri(meeting.new),
        "cancel_url": f"{SITE}/cancellations/{page}",
        "reschedule_url": f"{SITE}/reschedulings/{page}",
        "routing_form_submission": None,
        "payment": None,
        "no_show": missed and {"uri": _no_show_uri(meeting.number), "created_at": text(missed)},
        "reconfirmation": None,
    }
    return shown | _cancellation(meeting)


def no_show(meeting: Meeting) -> Json | None:
    """The mark that nobody came, if there is one."""
    if meeting.missed_at is None:
        return None
    return {
        "uri": _no_show_uri(meeting.number),
        "invitee": invitee_uri(meeting.number),
        "created_at": text(meeting.missed_at),
    }


def _no_show_uri(number: int) -> str:
    return f"{HOST}/invitee_no_shows/{ids.uuid(ids.NO_SHOW, number)}"


def _cancellation(meeting: Meeting) -> Json:
    if meeting.cancelled_at is None:
        return {}
    by_host = meeting.cancelled_by == "host"
    return {
        "cancellation": {
            "canceled_by": user(meeting.host)["name"] if by_host else meeting.name,
            "reason": None,
            "canceler_type": "host" if by_host else "invitee",
            "created_at": text(meeting.cancelled_at),
        }
    }
