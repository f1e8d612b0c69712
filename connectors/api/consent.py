"""A person's consent that an app may read: asked for in a browser, kept for the nights to come.

The authorization code flow (RFC 6749, section 4.1) with PKCE (RFC 7636) and a loopback redirect.
"""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from connectors.api.access import forget, kept_at, settings_of
from connectors.api.connector import ApiConnector
from connectors.api.kept import Store
from connectors.api.oauth import OAuthSystem, Scope
from connectors.api.redirect import Redirect
from connectors.config.sources import ApiSource, OAuth
from connectors.connector import ConfiguredSource
from connectors.errors import ConfigError, UserError

_CODE = re.compile(r"[a-z_]{1,40}")


class ConsentFailed(UserError):  # noqa: N818 - what happened
    """There is no consent, and nothing that was kept before has changed."""


@dataclass(frozen=True)
class Consent:
    """What was consented to: `granted` None where the system does not say."""

    granted: frozenset[str] | None

    def missing(self, scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
        """The scopes that were asked for and not granted."""
        if self.granted is None:
            return ()
        return tuple(scope for scope in scopes if not self._covers(scope.name))

    def _covers(self, name: str) -> bool:
        """Whether a scope was granted, or one that is wider: vendors tell what the app has."""
        wider = re.compile(
            rf"{re.escape(re.sub('[.:]read$', '', name, flags=re.I))}[.:](all|full|write)", re.I
        )
        return any(each in (name, "full") or wider.fullmatch(each) for each in self.granted or ())


Show = Callable[[str, str], None]
"""Brings a person to the consent page: its address, and where the browser will come back to."""


def needs_consent(connector: ApiConnector, settings: ApiSource) -> bool:
    """Whether a source is read in the name of a person who has to consent.

    Where no consent can be asked for here, a configured refresh token is one that was given.
    """
    oauth, system = settings.oauth, connector.oauth
    if oauth is None or oauth.grant != "refresh_token":
        return False
    return oauth.refresh_token is None or bool(system and system.authorize_url)


def consent(
    connector: ApiConnector, source: ConfiguredSource, *, port: int, seconds: float, show: Show
) -> Consent:
    """Ask for the consent, exchange its code and keep the tokens.

    `port` is where the browser comes back to, `seconds` how long to wait for it. Raises ConfigError
    if it cannot be asked for, ConsentFailed if there is none, StreamFailed if its code is refused.
    """
    settings, system = settings_of(source), connector.oauth
    oauth, path = settings.oauth, kept_at(source)
    if system is None or system.authorize_url is None or oauth is None or path is None:
        raise ConfigError(
            f"{source.name}: {connector.name} has no consent page; put the refresh token that it "
            "gives you into .env and name it as oauth.refresh_token"
        )
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    with Redirect(port, state, system.redirect_host) as redirect:
        show(page(system, settings, oauth, redirect.uri, state, verifier), redirect.uri)
        code = _code(source.name, redirect, seconds)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect.uri,
            "code_verifier": verifier,
        }
        store = Store(path)
        # over the exchange: who renews meanwhile would write the token before over the new one
        with store.lock():
            granted = system.exchange(source.name, settings, oauth, connector.policy)(form)
            if not granted.refresh_token:
                raise ConsentFailed(
                    f"{source.name}: the consent holds for some hours only, no refresh token came "
                    "with it; allow the app refresh tokens (offline access) in its settings"
                )
            grant = system.grant(source.name, settings, oauth)
            store.write(granted.kept(grant.configured, granted.refresh_token))
    forget(source, connector)
    return Consent(frozenset(re.split(r"[\s,]+", granted.scope)) if granted.scope else None)


def page(
    system: OAuthSystem,
    settings: ApiSource,
    oauth: OAuth,
    redirect_uri: str,
    state: str,
    verifier: str,
) -> str:
    """The address of the consent page."""
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": oauth.client_id.get_secret_value(),
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
        **system.authorize_params,
    }
    optional = system.optional_scope_param
    first = [scope.name for scope in system.scopes if not (optional and scope.is_optional)]
    second = [scope.name for scope in system.scopes if optional and scope.is_optional]
    for name, scopes in (("scope", first), (optional, second)):
        if scopes:
            asked[name] = system.scope_separator.join(scopes)
    address = system.authorize_url(settings) if system.authorize_url else ""
    return f"{address}?{urlencode(asked)}"


def _code(name: str, redirect: Redirect, seconds: float) -> str:
    answer = redirect.answer(seconds)
    if answer is None:
        told = "; what came belonged to another attempt" if redirect.others else ""
        raise ConsentFailed(
            f"{name}: no consent within {seconds:.0f} s{told}; run it again, check that the app has"
            f" the redirect URI {redirect.uri}"
        )
    if "error" in answer:
        found = _CODE.fullmatch(answer["error"])
        told = f" ({found.group()})" if found else ""
        raise ConsentFailed(
            f"{name}: the consent was refused{told}; run it again as somebody who may give it"
        )
    return answer["code"]
