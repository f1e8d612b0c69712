"""What the server asks of an API that it serves, and what the conformance suite asks of it."""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

Json = dict[str, Any]
BARE = ""
"""Where a page that is nothing but a list lies, for a vendor that looks for its records."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` begins after the vendor's prefix, `base` is the URL up to there.

    The keys of `headers` are in lower case.
    """

    method: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""

    def first(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def header(self, name: str, default: str = "") -> str:
        """A header, however it is spelt."""
        return self.headers.get(name.lower(), default)

    def json(self) -> Any:
        """The body as JSON; raises ValueError where it is none."""
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(slots=True)
class Reply:
    """An answer. `body` is what JSON can say, or bytes that are encoded already."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Usual:
    """What most vendors do: bearer tokens, and refresh tokens that are good for one renewal."""

    rotates = True
    grants: tuple[str, ...] = ("refresh_token",)

    def credential(self, request: Request) -> str | None:
        """The bearer token (RFC 6750)."""
        return after(request, "bearer")

    def granted(self, answer: Json, base: str) -> Json:
        """Just that."""
        return answer


def after(request: Request, scheme: str) -> str | None:
    """What follows the scheme (in small letters) in the Authorization header, if that is it."""
    found, _, text = request.header("authorization").partition(" ")
    return text.strip() or None if found.lower() == scheme else None


def password(request: Request) -> str | None:
    """The password of Basic authentication (RFC 7617), whoever the user is."""
    try:
        return b64decode(after(request, "basic") or "").decode().partition(":")[2] or None
    except (Error, UnicodeDecodeError):
        return None


class Vendor(Protocol):
    """A vendor-shaped API. Access and faults are the server's, everything else is the vendor's."""

    name: str
    """The path prefix, such as "hubspot"."""
    token_path: str
    """Where OAuth tokens are renewed, such as "/oauth/token"."""
    rotates: bool
    """Whether a refresh token is good for one renewal only, and the answer holds the next."""
    grants: tuple[str, ...]
    """Which of refresh_token, client_credentials and jwt_bearer its token endpoint knows."""

    def credential(self, request: Request) -> str | None:
        """The token of the request, in the vendor's own header; None where there is none."""
        ...

    def granted(self, answer: Json, base: str) -> Json:
        """What the token endpoint answers, from what an RFC 6749 server would."""
        ...

    def answer(self, request: Request) -> Reply:
        """The answer to a request that may be made. Called from several threads."""
        ...

    def error(self, status: int, kind: str = "") -> Reply:
        """The vendor's own body for an error.

        `kind`: expired, invalid (token), forbidden, grant (refresh token), cursor, rate, or "" for
        what the status says alone.
        """
        ...

    def path_kind(self, path: str) -> str:
        """The path with its ids replaced by their names, under which calls are counted."""
        ...

    def cursor(self, request: Request) -> str | None:
        """The cursor that the request names; None on a first page."""
        ...

    def records(self, page: Json) -> list[Json]:
        """The records of an answer, as they lie in it; none where the answer is no page."""
        ...

    def set_next(self, page: Json, request: Request, cursor: str, base: str) -> None:
        """Make `page` name `cursor` as the one of the next page, in links under `base`."""
        ...

    def set_text(self, record: Json, text: str) -> None:
        """Put `text` into some free text of the record."""
        ...


class Controls(Protocol):
    """How the conformance suite changes what a vendor-shaped API holds, the same for all."""

    main_stream: str
    child_stream: str | None
    """A stream that reads its work from the main one; None where no stream does."""
    can_merge: bool
    """Whether the vendor knows merges; then it is `Merging`."""

    def create(self, count: int) -> Sequence[str]:
        """Make new records of the main stream; returns their ids as landed."""
        ...

    def change(self, record_id: str) -> None:
        """Change a record that was created."""
        ...

    def delete(self, record_id: str) -> None:
        """Delete a record that was created."""
        ...


class Merging(Controls, Protocol):
    """Controls of a vendor that `can_merge`."""

    def merge(self, loser: str, survivor: str) -> None:
        """Merge one record that was created into another."""
        ...
