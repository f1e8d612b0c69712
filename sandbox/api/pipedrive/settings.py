"""What the company set up: its users, pipelines, stages, kinds of activities and currencies."""

from datetime import UTC, datetime, timedelta

from sandbox.api.pipedrive import ids
from sandbox.api.pipedrive.record import Json, naive, rfc
from sandbox.company.clock import end_of, midnight
from sandbox.company.market import DEAL_STAGES, PARKING_LOT, PIPELINES, REPORTING_CURRENCY
from sandbox.company.roster import NAMES, STRANGER, last_day

COMPANY_ID = 7_654_321
OPENED = datetime(2023, 1, 2, 8, tzinfo=UTC)
EVENING = timedelta(hours=19)
"""On the last day, users are deactivated at this time."""
DOMAIN = "kvistsoftware.example.net"
TEAM_INBOX = "Team inbox"
"""The user who owns what nobody owns: an owner may not be missing."""
WON, LOST = "Closed won", "Closed lost"
"""No stages: a deal that is won or lost stays in the stage where it was, its status says it."""
WORDS = (*(word for word in DEAL_STAGES if word not in (WON, LOST)), PARKING_LOT)
PIPELINE_IDS = {label: 70 + n for n, label in enumerate(PIPELINES, start=1)}
STAGE_IDS = {
    (label, word): 100 * (pipeline_id - 65) + n
    for label, pipeline_id in PIPELINE_IDS.items()
    for n, word in enumerate(WORDS, start=1)
}
"""The id of a stage, by the label of its pipeline and its word."""
RENAMED, NEW_LABEL = "Proposal sent", "Offer sent"
"""On the day after the opening somebody gives the stage of new deals another name."""
_RENAMED_AT = end_of(0).replace(minute=5)
CURRENCIES = {"EUR": 1, "DKK": 2, "USD": 3}
ACTIVITY_TYPES = {
    ("call", "outgoing"): ("call", "Call"),
    ("call", "incoming"): ("incoming_call", "Incoming call"),
    ("email", "outgoing"): ("email", "Email"),
    ("email", "incoming"): ("email_received", "E-mail received"),
    ("message", "outgoing"): ("linkedin_message", "LinkedIn message"),
    ("message", "incoming"): ("inbound_message", "Inbound message"),
    ("meeting", ""): ("meeting", "Meeting"),
}
"""Kind and direction: key and name of the type; the company made those that say a direction."""


def stage_name(pipeline: str, word: str, now: datetime) -> str:
    """What the CRM calls a stage at `now`; its id stays."""
    is_new = pipeline == "Sales" and word == RENAMED and now > _RENAMED_AT
    return NEW_LABEL if is_new else word


def pipelines(now: datetime) -> list[Json]:
    """The pipelines."""
    return [
        {
            "id": pipeline_id,
            "name": label,
            "order_nr": n,
            "is_deleted": False,
            "is_deal_probability_enabled": True,
            "add_time": rfc(OPENED),
            "update_time": rfc(OPENED),
        }
        for n, (label, pipeline_id) in enumerate(PIPELINE_IDS.items(), start=1)
    ]


def stages(now: datetime) -> list[Json]:
    """The stages of all pipelines."""
    return [
        {
            "id": stage_id,
            "order_nr": WORDS.index(word) + 1,
            "name": stage_name(label, word, now),
            "is_deleted": False,
            "deal_probability": 100,
            "pipeline_id": PIPELINE_IDS[label],
            "is_deal_rot_enabled": False,
            "days_to_rotten": None,
            "add_time": rfc(OPENED),
            "update_time": rfc(OPENED),
        }
        for (label, word), stage_id in STAGE_IDS.items()
    ]


def users(now: datetime) -> list[Json]:
    """Everybody, who left too."""
    found = [_user(rep_id, name, rep_id.lower(), now) for rep_id, name in NAMES.items()]
    found.append(_user(STRANGER, STRANGER, "interim.desk", now))
    found.append(_user(None, TEAM_INBOX, "team.inbox", now))
    return found


def _user(rep_id: str | None, name: str, mailbox: str, now: datetime) -> Json:
    left = last_day(rep_id) if rep_id in NAMES else None
    gone = midnight(left) + EVENING if left is not None else None
    has_left = gone is not None and now > gone
    number = int(ids.rep(rep_id))
    return {
        "id": number,
        "name": name,
        "default_currency": REPORTING_CURRENCY,
        "locale": "da_DK",
        "lang": 1,
        "email": f"{mailbox}@{DOMAIN}",
        "phone": None,
        "activated": True,
        "last_login": naive(OPENED),
        "created": naive(OPENED),
        "modified": naive(gone if has_left else OPENED),
        "has_created_company": number == ids.ADMIN,
        "access": [{"app": "sales", "admin": number == ids.ADMIN, "permission_set_id": "sales"}],
        "active_flag": not has_left,
        "timezone_name": "Europe/Copenhagen",
        "timezone_offset": "+02:00",
        "role_id": 1,
        "icon_url": None,
        "is_you": number == ids.ADMIN,
        "is_deleted": False,
    }


def company(now: datetime) -> Json:
    """The user whose token it is, with the company."""
    return _user(next(iter(NAMES)), NAMES["R01"], "r01", now) | {
        "company_id": COMPANY_ID,
        "company_name": "Kvist Software",
        "company_domain": "kvistsoftware",
        "company_country": "DK",
        "company_industry": "Software",
        "language": {"language_code": "en", "country_code": "US"},
    }


def activity_types() -> list[Json]:
    """The kinds of activities."""
    return [
        {
            "id": n,
            "order_nr": n,
            "name": name,
            "key_string": key,
            "icon_key": "smartphone" if kind == "message" else kind,
            "active_flag": True,
            "color": "FFFFFF",
            "is_custom_flag": key not in ("call", "email", "meeting"),
            "add_time": naive(OPENED),
            "update_time": naive(OPENED),
        }
        for n, ((kind, _), (key, name)) in enumerate(ACTIVITY_TYPES.items(), start=1)
    ]


def currencies() -> list[Json]:
    """The currencies of the account."""
    return [
        {
            "id": number,
            "code": code,
            "name": code,
            "decimal_points": 2,
            "symbol": code,
            "active_flag": True,
            "is_custom_flag": False,
        }
        for code, number in CURRENCIES.items()
    ]
