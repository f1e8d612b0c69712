"""What the settings of a source behind an API must mean, its secrets and addresses above all."""

import ipaddress
import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlsplit

from pydantic import SecretStr

from connectors.config import defaults
from connectors.config.document import Path, Places, suggestion
from connectors.config.sources import ApiSource, Credential, CrmSource, OAuth

SECRETS: tuple[Path, ...] = (
    ("token",),
    ("oauth", "client_id"),
    ("oauth", "client_secret"),
    ("oauth", "refresh_token"),
    ("oauth", "private_key"),
    ("login", "password"),
)
"""Where in a source secrets stand."""
NEEDED = {
    "refresh_token": ("client_secret",),
    "client_credentials": ("client_secret",),
    "jwt_bearer": ("private_key", "user"),
}
"""What a grant needs beside the app's id; a refresh token may come from `salescycle connect`."""
_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_TOKEN = re.compile(r"[!-~]+")


def check_secrets(data: object, places: Places) -> None:
    """Notes every secret that the file itself holds; none of it is shown, whatever else is wrong.

    `data` is the file's, before its shape is known to be right.
    """
    sources = data.get("sources") if isinstance(data, Mapping) else None
    for index, source in enumerate(sources if isinstance(sources, list) else ()):
        name = source.get("type") if isinstance(source, Mapping) else None
        for secret in SECRETS:
            path: Path = ("sources", index, *secret)
            written = places.written.get(path)
            if not written or _VARIABLE.fullmatch(written.strip()):
                continue
            places.hidden.add(path)
            places.written[path] = "***"
            variable = f"{name or 'source'}_{secret[-1]}".upper()
            places.add(
                path,
                "secrets only from the environment or .env: "
                f"write ${{{variable}}} here and {variable}=... into .env beside the file",
            )


def check(source: ApiSource, path: Path, places: Places) -> None:
    """Notes every mistake of one source."""
    _credential(source, path, places)
    _secrets(source, path, places)
    for key in ("base_url", "auth_url"):
        if url := getattr(source, key):
            _address(url, (*path, key), places)
    if source.record_url is not None:
        _record_url(source.record_url, (*path, "record_url"), places)
    if isinstance(source, CrmSource):
        _properties(source, path, places)
    _own_fields(source, path, places)
    source.note_mistakes(path, places)


def _credential(source: ApiSource, path: Path, places: Places) -> None:
    """Exactly one of the kinds that the system knows."""
    given = [kind for kind in get_args(Credential) if getattr(source, kind) is not None]
    if not given and not source.is_open:
        how = {
            "token": f"token: ${{{source.type.upper()}_TOKEN}}",
            "oauth": "oauth with its client_id and client_secret",
            "login": "login with its user and password",
        }
        fixes = ", or ".join(how[kind] for kind in source.credentials)
        places.add(path, f"has no credential; add {fixes}")
    for kind in given:
        if kind not in source.credentials:
            known = " or ".join(source.credentials)
            fix = f"use {known}" if known else "remove it"
            places.add((*path, kind), f"{source.type} takes no {kind}; {fix}")
        elif kind != given[0]:
            places.add((*path, kind), f"{given[0]} is given too; keep one of the two")
    if source.oauth is not None and "oauth" in source.credentials:
        _grant(source, source.oauth, (*path, "oauth"), places)


def _grant(source: ApiSource, oauth: OAuth, path: Path, places: Places) -> None:
    if oauth.grant not in source.grants:
        known = " or ".join(source.grants)
        places.add((*path, "grant"), f"{source.type} knows no {oauth.grant}; use {known}")
        return
    for name in NEEDED[oauth.grant]:
        if getattr(oauth, name) is None:
            places.add((*path, name), f"is missing for {oauth.grant}; add it")


def _secrets(source: ApiSource, path: Path, places: Places) -> None:
    for inside in SECRETS:
        value: object = source
        for name in inside:
            value = getattr(value, str(name), None)
        # a key is many lines and a password may hold anything
        if not isinstance(value, SecretStr) or inside[-1] in ("private_key", "password"):
            continue
        if not _TOKEN.fullmatch(value.get_secret_value()):
            where = (*path, *inside)
            name = places.quote(where)
            places.add(where, f"{name} holds what no token holds, such as a blank; copy it anew")


def _address(url: str, path: Path, places: Places) -> None:
    """Credentials are sent there: only encrypted, or to this machine."""
    fix = "write one such as https://api.example.com"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        places.add(path, f"{_shown(path, places)} is no address; {fix}")
        return
    if parts.username is not None or parts.password is not None:
        places.hidden.add(path)
        places.add(path, "holds a user or password; remove all up to the @")
    elif parts.scheme not in ("http", "https") or not host:
        places.add(path, f"{_shown(path, places)} is no address; {fix}")
    elif parts.query or parts.fragment:
        places.add(path, "ends in ? or # with something behind; remove that")
    elif parts.scheme == "http" and not _is_loopback(host):
        quoted = _shown(path, places)
        places.add(path, f"{quoted} would send the credential unencrypted; write https://")


def _shown(path: Path, places: Places) -> str:
    """The address as written, unless it may hold a password."""
    return "this" if "@" in places.written.get(path, "") else places.quote(path)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _record_url(url: str, path: Path, places: Places) -> None:
    if not url.startswith(("https://", "http://")):
        places.add(path, f"{places.quote(path)} is no address; begin it with https://")
    elif "{id}" not in url:
        places.add(path, f"{places.quote(path)} is the same for every record; put {{id}} into it")


def _properties(source: CrmSource, path: Path, places: Places) -> None:
    known = defaults.properties(source.type)
    for name, fields in source.properties.items():
        inside: Path = (*path, "properties", name)
        if name not in known:
            fix = suggestion(name, list(known))
            places.add(inside, f"{name!r} is no object whose properties can be chosen; {fix}")
            continue
        for field, property_ in fields.items():
            if field not in known[name]:
                fix = suggestion(field, list(known[name]))
                places.add(
                    (*inside, field), f"{field!r} is no field of {name} to choose for; {fix}"
                )
            elif not source.own_name.fullmatch(property_):
                where = (*inside, field)
                places.add(where, f"{places.quote(where)} is no property; {source.name_hint}")


def _own_fields(source: ApiSource, path: Path, places: Places) -> None:
    """Fields of one's own are those that people made in a CRM."""
    for entity, fields in source.fields.items():
        inside: Path = (*path, "fields", entity)
        if not source.own_entities:
            places.add(inside, f"{source.type} has no fields of your own; remove it")
            continue
        if entity not in source.own_entities:
            choices = " or ".join(source.own_entities)
            places.add(inside, f"only fields of {choices} are read from {source.type}; remove it")
        for name in fields:
            if not source.own_name.fullmatch(name):
                places.add((*inside, name), f"{name!r} is no property; {source.name_hint}")
