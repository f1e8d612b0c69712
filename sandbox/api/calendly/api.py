"""The endpoints."""

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.api import ids
from sandbox.api.calendly import catalogue, members, paging, parameters, routing
from sandbox.api.calendly.created import Created
from sandbox.api.calendly.errors import Refused, error, forbidden, wrong
from sandbox.api.calendly.events import Calendar, Found
from sandbox.api.calendly.meetings import Meeting, event, invitee, no_show
from sandbox.api.limits import Window
from sandbox.api.server import real_now
from sandbox.api.vendor import Json, Reply, Request, Usual
from sandbox.company import Company

UUID_IN_PATH = re.compile(r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_OURS = "This user is not in your organization"
FOREIGN = "You do not have permission"
PER_MINUTE = 500
"""Calls a minute of the tier of which the headers are known."""


class Calendly(Usual):
    """Calendly over a company (or none) and the records that tests create beside it.

    `per_minute`: the rate limit, None for none. `has_routing_forms` False: a plan without them.
    """

    name = "calendly"
    token_path = "/oauth/token"  # noqa: S105 (a path)
    main_stream, child_stream = "event", "invitee"
    can_merge = False

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] = real_now,
        *,
        per_minute: int | None = None,
        has_routing_forms: bool = True,
    ):
        self.has_routing_forms = has_routing_forms
        self._company, self._now = company, now
        self._created = Created(now)
        self._calendar = Calendar(company, self._created, now)
        self._window = Window(per_minute, 60) if per_minute else None
        self.create, self.change = self._created.create, self._created.change
        self.delete, self.miss = self._created.delete, self._created.miss
        self._lists: dict[str, Callable[[Request], Reply]] = {
            "/users/me": lambda request: Reply(body={"resource": members.me()}),
            "/organization_memberships": self._memberships,
            "/event_types": self._event_types,
            "/scheduled_events": self._events,
            "/routing_forms": self._forms,
            "/routing_form_submissions": self._submissions,
        }
        self._single: dict[str, Callable[[Request, Meeting], Reply]] = {
            "/scheduled_events/{uuid}": lambda _, found: _resource(event(found)),
            "/scheduled_events/{uuid}/invitees": self._invitees,
            "/scheduled_events/{uuid}/invitees/{uuid}": lambda _, found: _resource(invitee(found)),
            "/invitee_no_shows/{uuid}": lambda _, found: _resource(no_show(found)),
        }

    def answer(self, request: Request) -> Reply:
        """The answer, with the headers of the rate limit where there is one."""
        if self._window is None:
            return self._answer(request)
        allowance = self._window.take()
        reply = self._answer(request) if allowance.is_allowed else error(429, "rate")
        reset = str(int(allowance.reset) + 1)
        headers = {
            "x-ratelimit-limit": str(self._window.limit),
            "x-ratelimit-remaining": str(allowance.remaining),
            "x-ratelimit-reset": reset,
        }
        again = {} if allowance.is_allowed else {"Retry-After": reset}
        return Reply(reply.status, reply.body, {**reply.headers, **headers, **again})

    def _answer(self, request: Request) -> Reply:
        kind = self.path_kind(request.path)
        try:
            if request.method != "GET":
                return error(404)
            if kind in self._lists:
                return self._lists[kind](request)
            if kind in self._single:
                return self._single[kind](request, self._meeting(request.path))
        except Refused as refused:
            return refused.reply
        return error(404)

    def _meeting(self, path: str) -> Meeting:
        wanted = {ids.NO_SHOW} if path.startswith("/invitee_no_shows") else {ids.EVENT, ids.INVITEE}
        for part in UUID_IN_PATH.finditer(path):
            try:
                tag, number = ids.of_uuid(part.group())
            except ValueError:
                break
            meeting = self._calendar.meeting(number)
            if meeting is not None and tag in wanted:
                return meeting
        raise Refused(error(404))

    def error(self, status: int, kind: str = "") -> Reply:
        """Calendly's error body."""
        return error(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with {uuid} for each of its UUIDs."""
        return UUID_IN_PATH.sub("/{uuid}", path)

    def cursor(self, request: Request) -> str | None:
        """The page token."""
        return request.first("page_token") or None

    def records(self, page: Json) -> list[Json]:
        """The collection."""
        return list(page.get("collection", []))

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Name the next page twice, as a token and as a link."""
        link = paging.link(request, cursor, base)
        page["pagination"] |= {"next_page_token": cursor, "next_page": link}

    def set_text(self, record: Json, text: str) -> None:
        """The name of the record or of its user, else the first answer in it."""
        if "user" in record:
            record["user"]["name"] = text
        elif "name" in record:
            record["name"] = text
        else:
            record["questions_and_answers"][0]["answer"] = text

    def _memberships(self, request: Request) -> Reply:
        _check_organization(request)
        email, user = request.first("email"), request.first("user")
        rows = [
            row
            for row in members.memberships(self._now())
            if email in ("", row["user"]["email"]) and user in ("", row["user"]["uri"])
        ]
        return paging.page(request, paging.Listed(rows))

    def _event_types(self, request: Request) -> Reply:
        _check_scope(request)
        active = parameters.flag(request, "active")
        managed = parameters.flag(request, "admin_managed")
        # all are the team's: no user has one of his own
        rows = [
            row
            for row in catalogue.event_types()
            if active in (None, row["active"]) and managed in (None, row["admin_managed"])
        ]
        backwards = parameters.is_descending(request, "name")
        return paging.page(request, paging.Listed(rows), is_descending=backwards)

    def _events(self, request: Request) -> Reply:
        _check_scope(request)
        # alone, `user` is for one's own events only
        if not request.first("organization") and request.first("user") != members.me()["uri"]:
            raise Refused(forbidden(FOREIGN))
        backwards = parameters.is_descending(request, "start_time")
        return paging.page(request, Found(self._calendar, request), is_descending=backwards)

    def _invitees(self, request: Request, meeting: Meeting) -> Reply:
        status, email = parameters.status(request), request.first("email")
        backwards = parameters.is_descending(request, "created_at")
        fits = status in ("", meeting.status) and email in ("", meeting.email)
        rows = [invitee(meeting)] if fits else []
        return paging.page(request, paging.Listed(rows), is_descending=backwards)

    def _forms(self, request: Request) -> Reply:
        parameters.required(request, "organization")
        self._check_plan(request)
        backwards = parameters.is_descending(request, "created_at")
        rows = routing.forms() if self._company else []
        return paging.page(request, paging.Listed(rows), is_descending=backwards)

    def _submissions(self, request: Request) -> Reply:
        form = parameters.required(request, "form")
        self._check_plan(request)
        if form != routing.FORM or self._company is None:
            return error(404)
        backwards = parameters.is_descending(request, "created_at")
        rows = routing.submissions(self._company, self._now())
        return paging.page(request, paging.Listed(rows), is_descending=backwards)

    def _check_plan(self, request: Request) -> None:
        _check_organization(request)
        if not self.has_routing_forms:
            raise Refused(error(403, "forbidden"))


def _resource(found: Json | None) -> Reply:
    return error(404) if found is None else Reply(body={"resource": found})


def _check_organization(request: Request) -> None:
    is_ours = request.first("organization", members.ORGANIZATION) == members.ORGANIZATION
    if not is_ours or request.first("user") not in ("", *members.user_uris()):
        raise Refused(forbidden(NOT_OURS))


def _check_scope(request: Request) -> None:
    """One of two parameters must be there."""
    if not request.first("organization") and not request.first("user"):
        raise Refused(wrong("organization", "either organization or user is required"))
    _check_organization(request)
