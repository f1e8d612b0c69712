"""The credential of a configured source: one object for all of its streams, and a name for it."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.api.auth import NOBODY, Auth, Password, Session, StaticToken
from connectors.api.http import Client
from connectors.api.policy import Policy
from connectors.api.schemes import BASIC, Scheme
from connectors.config.sources import ApiSource
from connectors.connector import ConfiguredSource

if TYPE_CHECKING:
    from connectors.api.connector import ApiConnector

LogsIn = Callable[[Client, ApiSource], str]
"""Logs in with `settings.login`, by a client that sends no credential; returns the session.

What it returns is what the system's scheme writes behind its prefix. Raises StreamFailed.
"""

_auths: dict[str, Auth] = {}
_lock = threading.Lock()


def settings_of(source: ConfiguredSource) -> ApiSource:
    """The settings of a source behind an API."""
    if not isinstance(source.settings, ApiSource):
        raise TypeError(f"{source.name} is no source behind an API")
    return source.settings


def kept_at(source: ConfiguredSource) -> Path | None:
    """Where the tokens of a source are kept, None where nothing is."""
    return source.credentials / f"{source.name}.json" if source.credentials else None


def credential_name(connector: "ApiConnector", source: ConfiguredSource) -> str:
    """What tells a credential with its pace from every other; no secret can be read from it."""
    settings = settings_of(source)
    oauth, login = settings.oauth, settings.login
    parts = [connector.name, settings.base_url, str(source.credentials)]
    parts.append(str(settings.calls_per_second or connector.limits))
    if oauth is not None:
        held = (oauth.client_id, oauth.client_secret, oauth.refresh_token, oauth.private_key)
        parts += [source.name, oauth.grant, oauth.user or ""]
        parts += [secret.get_secret_value() if secret else "" for secret in held]
    elif login is not None:
        # a session is good for one source only: two may be of one server and user
        parts += [source.name, login.user, login.password.get_secret_value()]
    else:
        parts.append(settings.token.get_secret_value() if settings.token else "")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def scheme_of(connector: "ApiConnector", settings: ApiSource) -> Scheme:
    """How the credential that a source is configured with is sent."""
    if settings.oauth is not None and connector.oauth is not None:
        return connector.oauth.scheme or connector.scheme
    is_basic = settings.login is not None and connector.session is None
    return BASIC if is_basic else connector.scheme


def auth_of(connector: "ApiConnector", source: ConfiguredSource, name: str, policy: Policy) -> Auth:
    """The credential of a source; `name` is its `credential_name`."""
    with _lock:
        if name not in _auths:
            _auths[name] = _made(connector, source, name, policy)
        return _auths[name]


def forget(source: ConfiguredSource, connector: "ApiConnector") -> None:
    """Let the credential be read anew: what is kept of it was replaced."""
    with _lock:
        _auths.pop(credential_name(connector, source), None)


def _made(connector: "ApiConnector", source: ConfiguredSource, name: str, policy: Policy) -> Auth:
    settings = settings_of(source)
    if settings.oauth is not None and connector.oauth is not None:
        path = kept_at(source)
        return connector.oauth.tokens(source.name, settings, settings.oauth, policy, path)
    if settings.login is None:
        return StaticToken(settings.token.get_secret_value()) if settings.token else NOBODY
    user, password = settings.login.user, settings.login.password.get_secret_value()
    if connector.session is None:
        return Password(user, password)
    logs_in = connector.session
    client = connector.client_with(source, "login", NOBODY, name)
    return Session(password, lambda: logs_in(client, settings))
