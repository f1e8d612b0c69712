"""Zoho CRM as the company uses it: which path is answered by what."""

import re
from collections.abc import Callable
from datetime import datetime

from sandbox.api.server import real_now
from sandbox.api.vendor import Json, Reply, Request, Usual, after
from sandbox.api.zoho import coql, errors, setup, timeline
from sandbox.api.zoho.credits import Credits
from sandbox.api.zoho.listing import Listing
from sandbox.api.zoho.modules import MODULES
from sandbox.api.zoho.org import Org
from sandbox.company import Company

ROOT = "/crm/v8/"
KEYSET = re.compile(r"id > '(\d+)'")
LISTS = ("data", "users", "fields", "pipeline", "layouts", "__timeline", "org")
"""Under which name an answer holds its records."""


class Zoho(Usual):
    """The vendor, and the controls over what it holds beside the company.

    `missing` names the modules, and words such as "users" or "settings", that the token may not
    read; `absent` the modules that the organisation does not have. `listing.wall` is where page
    tokens end. With `credits` it refuses calls when those of a day are used up.
    """

    name = "zoho"
    token_path = "/oauth/v2/token"  # noqa: S105 - a path
    main_stream = "deal"
    child_stream = "timeline"
    can_merge = False
    rotates = False

    def __init__(
        self,
        company: Company | None = None,
        now: Callable[[], datetime] | None = None,
        *,
        credits_a_day: int | None = None,
    ):
        if now is None:
            now = (lambda: company.now) if company is not None else real_now
        self.org = Org(company, now)
        self.listing = Listing(self.org)
        self.credits = Credits(credits_a_day)
        self.missing: set[str] = set()
        self.absent: set[str] = set()
        made = self.org.made
        self.create, self.change, self.delete = made.create, made.change, made.delete

    def credential(self, request: Request) -> str | None:
        """The token, in a scheme of the vendor's own."""
        return after(request, "zoho-oauthtoken")

    def granted(self, answer: Json, base: str) -> Json:
        """An access token and where it is good; the refresh token stays as it was."""
        kept = {name: answer[name] for name in ("access_token", "expires_in")}
        return kept | {"api_domain": base, "token_type": "Bearer"}

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made."""
        refused = self.credits.take(request)
        reply = refused or self._answer(request)
        reply.headers = {**reply.headers, **self.credits.headers()}
        return reply

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error."""
        return errors.of_kind(status, kind)

    def path_kind(self, path: str) -> str:
        """The path with ids replaced."""
        return re.sub(r"/\d{6,}", "/{id}", path)

    def cursor(self, request: Request) -> str | None:
        """The page token, or the id after which a query goes on."""
        token = request.first("page_token")
        if token or request.path != f"{ROOT}coql":
            return token or None
        found = KEYSET.search(request.body.decode())
        return found[1] if found and found[1] != "0" else None

    def records(self, page: Json) -> list[Json]:
        """The records of a page."""
        found: object = next((page[name] for name in LISTS if name in page), [])
        return found if isinstance(found, list) else []

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make the page name `cursor` as the next."""
        page["info"] |= {"more_records": True, "next_page_token": cursor}

    def set_text(self, record: Json, text: str) -> None:
        """Put a text into the record."""
        record["Description"] = text

    def _answer(self, request: Request) -> Reply:
        path = request.path.rstrip("/")
        if not path.startswith(ROOT):
            return errors.failure(404)
        first, *rest = path[len(ROOT) :].split("/")
        if request.method == "POST":
            return self._query(first, rest, request)
        if request.method != "GET":
            return errors.failure(405)
        if first in self.missing:
            return errors.missing_scope()
        now = self.org.now()
        if first == "settings":
            return self._setup("/".join(rest), request, now)
        if (first, rest) == ("org", []):
            return setup.org()
        if (first, rest) == ("users", []):
            known = request if self.org.company else None
            return setup.user_list(request, now) if known else Reply(204)
        return self._records(first, rest, request)

    def _query(self, first: str, rest: list[str], request: Request) -> Reply:
        if (first, rest) != ("coql", []):
            return errors.failure(404)
        return errors.missing_scope() if first in self.missing else coql.answer(self.org, request)

    def _records(self, name: str, rest: list[str], request: Request) -> Reply:
        module = MODULES.get(name)
        if module is None or name in self.absent:
            return errors.no_module()
        if not rest:
            return self.listing.answer(module, request)
        if rest == ["deleted"]:
            return self.listing.deleted(module, request)
        record_id, *related = rest
        if record_id.isdigit() and related == ["__timeline"]:
            return timeline.answer(self.org, name, record_id, request)
        if record_id.isdigit() and related == ["Contact_Roles"]:
            return timeline.contact_roles(self.org, name, record_id, request)
        return errors.failure(404)

    def _setup(self, what: str, request: Request, now: datetime) -> Reply:
        if what == "fields":
            return setup.fields(request, now)
        if what == "layouts":
            return setup.layouts(request)
        if what == "pipeline":
            return setup.pipelines(request, now)
        return errors.failure(404)
