"""The routing form and who has sent it: people whom the company has as leads already."""

from datetime import datetime, timedelta

from sandbox.api import ids
from sandbox.api.calendly.catalogue import event_type
from sandbox.api.calendly.meetings import NO_TRACKING
from sandbox.api.calendly.members import ORGANIZATION, text, uri
from sandbox.api.vendor import Json
from sandbox.company import Company
from sandbox.company.clock import FIRST_DAY, midnight
from sandbox.company.records import Attempt

FORM = uri("routing_forms", ids.FORM, 1)
QUESTIONS = (("Your e-mail", "email"), ("Your name", "name"), ("Your company", "text"))
ONE_IN = 12
SOON = timedelta(minutes=5)


def forms() -> list[Json]:
    """The one routing form."""
    since = text(midnight(FIRST_DAY))
    questions = [
        {
            "uuid": ids.uuid(ids.QUESTION, n),
            "name": name,
            "type": kind,
            "required": True,
            "answer_choices": None,
        }
        for n, (name, kind) in enumerate(QUESTIONS)
    ]
    return [
        {
            "uri": FORM,
            "organization": ORGANIZATION,
            "name": "Talk to sales",
            "status": "published",
            "questions": questions,
            "created_at": since,
            "updated_at": since,
        }
    ]


def submissions(company: Company, now: datetime) -> list[Json]:
    """What was sent by `now`, in order of time."""
    found = [_submission(attempt) for attempt in company.attempts if _has_sent(attempt, now)]
    return sorted(found, key=lambda row: (row["created_at"], row["uri"]))


def _has_sent(attempt: Attempt, now: datetime) -> bool:
    if attempt.number % ONE_IN or attempt.kind != "lead" or not attempt.leads:
        return False
    return attempt.person.is_known_by_email and attempt.begins.at + SOON < now


def _submission(attempt: Attempt) -> Json:
    person, sent = attempt.person, text(attempt.begins.at + SOON)
    answers = (person.email, person.name, person.account.name)
    return {
        "uri": uri("routing_form_submissions", ids.SUBMISSION, attempt.number),
        "routing_form": FORM,
        "questions_and_answers": [
            {"question_uuid": ids.uuid(ids.QUESTION, n), "question": name, "answer": answer}
            for n, ((name, _), answer) in enumerate(zip(QUESTIONS, answers, strict=True))
        ],
        "tracking": NO_TRACKING,
        "result": {"type": "event_type", "value": event_type("Discovery call")},
        "submitter": None,
        "submitter_type": None,
        "created_at": sent,
        "updated_at": sent,
    }
