"""What a system's OAuth is like, and the exchange of a grant at its token endpoint."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import msgspec

from connectors.api.grants import (
    ClientCredentials,
    Exchange,
    Grant,
    Granted,
    JwtBearer,
    RefreshToken,
)
from connectors.api.policy import Policy
from connectors.api.posting import form_post
from connectors.api.schemes import Scheme
from connectors.api.tokens import Tokens
from connectors.config.sources import ApiSource, OAuth
from connectors.errors import StreamFailed

Address = Callable[[ApiSource], str]
"""An address that depends on the settings of a source."""


@dataclass(frozen=True)
class Scope:
    """A right to ask for; without one that is optional the rest is read."""

    name: str
    for_what: str
    is_optional: bool = False


@dataclass(frozen=True)
class OAuthSystem:
    """How an app gets access tokens from a system.

    `host_field` names the field of the token endpoint's answer that says where the API is; it must
    lead to a host that ends with one of `hosts`. `audience` is whom a signed assertion is for,
    `authorize_params` is what the consent page wants to know beside the standard.
    """

    token_url: Address
    authorize_url: Address | None = None
    scopes: tuple[Scope, ...] = ()
    client_auth: Literal["form", "basic"] = "form"
    host_field: str = ""
    hosts: tuple[str, ...] = ()
    audience: Address | None = None
    scheme: Scheme | None = None
    """Where access tokens are sent otherwise than tokens that a person made."""
    scope_separator: str = " "
    optional_scope_param: str = ""
    """Where the consent page wants optional scopes in a parameter of their own."""
    authorize_params: Mapping[str, str] = field(default_factory=dict)
    redirect_host: str = "localhost"
    """The loopback's name in redirect URIs; several vendors take http from this one only."""

    def grant(self, name: str, settings: ApiSource, oauth: OAuth) -> Grant:
        """The grant that a source is configured with."""
        place, client_id = self.token_url(settings), oauth.client_id.get_secret_value()
        if oauth.grant == "client_credentials":
            return ClientCredentials(place, client_id)
        if oauth.grant == "jwt_bearer":
            key = oauth.private_key.get_secret_value() if oauth.private_key else ""
            audience = self.audience(settings) if self.audience else place
            return JwtBearer(name, place, client_id, oauth.user or "", audience, key)
        token = oauth.refresh_token
        return RefreshToken(name, token.get_secret_value() if token else "")

    def tokens(
        self, name: str, settings: ApiSource, oauth: OAuth, policy: Policy, path: Path | None
    ) -> Tokens:
        """The access tokens of a source, kept at `path`."""
        secrets = (oauth.client_secret.get_secret_value(),) if oauth.client_secret else ()
        grant = self.grant(name, settings, oauth)
        return Tokens(grant, self.exchange(name, settings, oauth, policy), path, secrets)

    def exchange(self, name: str, settings: ApiSource, oauth: OAuth, policy: Policy) -> Exchange:
        """Posts forms to the token endpoint of a source, with the app's id and secret."""
        url = self.token_url(settings)
        client_id = oauth.client_id.get_secret_value()
        secret = oauth.client_secret.get_secret_value() if oauth.client_secret else ""

        def exchange(form: Mapping[str, str]) -> Granted:
            is_signed = "assertion" in form
            headers: dict[str, str] = {}
            if self.client_auth == "basic" and not is_signed:
                pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
                headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
            elif not is_signed:
                form = {**form, "client_id": client_id}
                if secret:
                    form["client_secret"] = secret
            answer = form_post(url, form, policy, name, headers, fix=_fix(name, form))
            return self._granted(name, settings, answer)

        return exchange

    def _granted(self, name: str, settings: ApiSource, answer: Mapping[str, Any]) -> Granted:
        # some tell the scopes as a list under a name of their own
        scope = answer.get("scope") or " ".join(map(str, answer.get("scopes") or ()))
        try:
            granted = msgspec.convert({**answer, "scope": scope}, Granted, strict=False)
        except msgspec.ValidationError:
            raise StreamFailed(
                f"{name}: the token endpoint answered no tokens; check its URL"
            ) from None
        given = answer.get(self.host_field) if self.host_field else None
        if not given:
            return granted
        return msgspec.structs.replace(granted, base_url=self._allowed(name, settings, str(given)))

    def _allowed(self, name: str, settings: ApiSource, given: str) -> str:
        """Where the API is: as told, or as configured for what stands before it, such as a proxy.

        Raises StreamFailed for an address that is not the vendor's: the token goes nowhere else.
        """
        told, own = urlsplit(given), urlsplit(settings.base_url)
        if (told.scheme, told.netloc) == (own.scheme, own.netloc):
            return given
        if not self._is_vendors(own.hostname):
            return settings.base_url
        if told.scheme == "https" and "@" not in told.netloc and self._is_vendors(told.hostname):
            return given
        raise StreamFailed(
            f"{name}: the token endpoint says that the API is at a host that is not the vendor's; "
            "nothing was sent there, check auth_url"
        )

    def _is_vendors(self, host: str | None) -> bool:
        return bool(host) and f".{host}".endswith(self.hosts)


def _fix(name: str, form: Mapping[str, str]) -> str:
    """What to do where the grant is refused."""
    kind = form.get("grant_type")
    if kind == "refresh_token":
        return f"authorise again with `salescycle connect {name}`"
    if kind == "authorization_code":
        return "check oauth.client_id and client_secret, then run it again"
    if kind == "client_credentials":
        return "check oauth.client_id and client_secret, and that the app may use this grant"
    return "check oauth.user, client_id and the app's certificate, and that the user let it in"
