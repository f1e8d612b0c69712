"""Tryton as a system: how a user gets in, what its refusals mean, its streams.

Leads and opportunities are one model, `sale.opportunity`, whose state says which of the two a
record is. A sale that came of one is not read: Tryton itself writes its total and its outcome back
to the opportunity. Activities, bookings and quotas are in no module that this one needs.

Seen with series 8.2 and 7.0 on SQLite; before 8.0 requests go to another address.
PostgreSQL was not tried. How fast a server may be asked is for whoever runs it to say
(`calls_per_second`); the limit here is one of courtesy.
"""

import html
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from connectors.api.connector import ApiConnector, Check
from connectors.api.http import Client, Request
from connectors.api.limits import Limit
from connectors.api.records import Records
from connectors.api.refusals import BUSY, FORBIDDEN, GONE, Meaning, Refusal
from connectors.api.schemes import Scheme
from connectors.config.sources import ApiSource
from connectors.connector import ConfiguredSource, Finding
from connectors.errors import StreamFailed
from connectors.tryton.counting import RECONCILIATION
from connectors.tryton.gone import Gone
from connectors.tryton.history import history
from connectors.tryton.models import MODELS, Model
from connectors.tryton.reading import BY_ID, Walk, asked
from connectors.tryton.rpc import call, settings_of

LIMITS = (Limit(50, 1.0),)
"""Nothing is published: a server is one's own."""
LAG = timedelta(minutes=10)
"""A record's time is that of the transaction's begin, and it shows up once that ends."""
_SENTENCE = re.compile(rb"<p>(.*?)</p>", re.DOTALL)
_NAME = re.compile(r"'[a-z_0-9.]+'")


def _records(model: Model) -> Records:
    return Records(
        model.stream,
        whole=Walk(model),
        changes=Walk(model),
        deleted=Gone(model),
        asked=lambda sync: asked(sync, model),
        lag=LAG,
        scope=model.scope,
        is_optional=model.is_optional,
    )


def log_in(client: Client, settings: ApiSource) -> str:
    """Begin a session; returns `user:id:token` in base64. Raises StreamFailed if it is refused."""
    found, login = settings_of(settings), settings.login
    if login is None:
        raise StreamFailed(f"{client.name}: there is no user; add login to its settings")
    parameters = {"password": login.password.get_secret_value()}
    body = {"method": "common.db.login", "params": [login.user, parameters]}
    number, token = client.get(Request(found.rpc_path, method="POST", json=body), _session)
    return b64encode(f"{login.user}:{number}:{token}".encode()).decode()


def _session(body: bytes) -> tuple[int, str]:
    """Number of the user and token; newer series add where messages come from."""
    number, token, *_ = msgspec.json.decode(body, type=list[Any])
    return int(number), str(token)


def meaning(refusal: Refusal) -> Meaning | None:
    """What an error means: a page of HTML whose sentence is in the user's language.

    What is asked for is always the same, so a request that is bad asks for what the user may not
    read. A model or field that is not there breaks the server, which then names it and no more.
    """
    found = _SENTENCE.search(refusal.body)
    says = html.unescape(found.group(1).decode("utf-8", "replace")).strip() if found else ""
    if refusal.status == 400 and says:
        return FORBIDDEN.saying(says)
    if refusal.status == 423:
        return BUSY
    if refusal.status == 500 and _NAME.fullmatch(says):
        return GONE.saying(f"no {says[1:-1]}; is sale_opportunity activated?")
    return None


class TrytonConnector(ApiConnector):
    """The connector; where its requests go depends on the database."""

    def probe(self, source: ConfiguredSource, *, now: datetime) -> Iterable[Finding]:
        """Try the credential, then one record of every model."""
        path = settings_of(source.settings).rpc_path
        checks = (
            Check("", call(path, "res.user.get_preferences", True)),
            *(
                Check(
                    model.stream,
                    call(path, f"{model.name}.search", [], 0, 1, BY_ID),
                    model.scope,
                    model.is_optional,
                )
                for model in MODELS
            ),
        )
        return ApiConnector.probe(replace(self, checks=checks), source, now=now)


TRYTON = TrytonConnector(
    name="tryton",
    declared=(*(_records(model) for model in MODELS), history(), RECONCILIATION),
    limits=LIMITS,
    checks=(),
    scheme=Scheme(prefix="Session "),
    session=log_in,
    reads_error=meaning,
)
