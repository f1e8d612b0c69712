"""What can be booked: the event types."""

from functools import cache

from sandbox.api import ids
from sandbox.api.calendly.members import ORGANIZATION, SITE, text, uri
from sandbox.api.vendor import Json
from sandbox.company.clock import midnight
from sandbox.company.roster import LONG_AGO

NAMES = ("Demo on site", "Discovery call", "Product demo")
QUESTION = "What would you like to talk about?"


@cache
def event_type(name: str) -> str:
    """The URI of the event type of that name; raises ValueError if there is none."""
    return uri("event_types", ids.EVENT_TYPE, NAMES.index(name) + 1)


@cache
def event_types() -> list[Json]:
    """The event types, by name. All are the team's and go round robin."""
    return [_event_type(name) for name in NAMES]


def _event_type(name: str) -> Json:
    slug = name.lower().replace(" ", "-")
    since = text(midnight(LONG_AGO))
    return {
        "uri": event_type(name),
        "name": name,
        "active": True,
        "slug": slug,
        "scheduling_url": f"{SITE}/d/kvist/{slug}",
        "duration": 30,
        "kind": "solo",
        "pooling_type": "round_robin",
        "type": "StandardEventType",
        "color": "#0069ff",
        "created_at": since,
        "updated_at": since,
        "internal_note": None,
        "description_plain": None,
        "description_html": None,
        "profile": {"type": "Team", "name": "Sales", "owner": ORGANIZATION},
        "secret": False,
        "booking_method": "instant",
        "custom_questions": [
            {
                "name": QUESTION,
                "type": "text",
                "position": 0,
                "enabled": True,
                "required": False,
                "answer_choices": [],
                "include_other": False,
            }
        ],
        "deleted_at": None,
        "kind_description": "Round Robin",
        "admin_managed": False,
    }
