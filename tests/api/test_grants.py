"""Apps that are granted tokens without a person, and token endpoints with ways of their own."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from connectors.api.http import Request
from connectors.api.oauth import OAuthSystem
from connectors.api.tokens import Tokens
from connectors.config.sources import ApiSource, OAuth
from connectors.errors import StreamFailed
from sandbox.api import Sandbox
from sandbox.api.assertions import Registered
from tests.api.conftest import POLICY, TOKEN, Server, Told, client_of
from tests.sandbox.api.tiny import Tiny

KEY = generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
APP = {"client_id": "app-of-the-tests", "client_secret": "secret-of-the-tests"}


class Apps(Tiny):
    grants: tuple[str, ...] = ("refresh_token", "client_credentials", "jwt_bearer")


def tokens_of(url: str, oauth: dict[str, Any], store: Path | None = None, **system: Any) -> Tokens:
    """The access tokens of an app whose API is where its token endpoint is."""
    given = OAuth.model_validate(oauth)
    settings = ApiSource(name="crm", type="tiny", base_url=url, oauth=given)
    found = OAuthSystem(lambda source: f"{source.base_url}/token", **system)
    return found.tokens("crm", settings, given, POLICY, store)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox([Apps()], token=TOKEN) as running:
        yield running


@pytest.mark.parametrize("client_auth", ["form", "basic"])
def test_an_app_reads_in_its_own_right(sandbox: Sandbox, tmp_path: Path, client_auth: str) -> None:
    known, url = sandbox.tokens["tiny"], sandbox.url("tiny")
    app = {
        "grant": "client_credentials",
        "client_id": known.client_id,
        "client_secret": known.client_secret,
    }
    tokens = tokens_of(url, app, tmp_path / "crm.json", client_auth=client_auth)
    first = tokens.token()
    assert tokens.renew(first)
    assert tokens.token() != first
    # the next process goes on with the token, another app does not
    assert tokens_of(url, app, tmp_path / "crm.json").token() == tokens.token()
    assert known.renewals == 2
    with pytest.raises(StreamFailed, match=r"check oauth\.client_id and client_secret"):
        tokens_of(url, {**app, "client_id": "another"}, tmp_path / "crm.json").token()


@pytest.mark.parametrize("pem", [PEM, PEM.replace("\n", "\\n")], ids=["lines", "in one line"])
def test_an_app_signs_that_it_reads_for_a_user(sandbox: Sandbox, pem: str) -> None:
    known, url = sandbox.tokens["tiny"], sandbox.url("tiny")
    known.registered = Registered(PUBLIC, "ann@example.com")
    app = {
        "grant": "jwt_bearer",
        "client_id": known.client_id,
        "private_key": pem,
        "user": "ann@example.com",
    }
    tokens = tokens_of(url, app)
    assert tokens.token()
    assert PEM.splitlines()[3] in tokens.secrets
    with pytest.raises(StreamFailed, match=r"check oauth\.user, client_id and the app's"):
        tokens_of(url, {**app, "user": "bob@example.com"}).token()


@pytest.mark.parametrize("key", ["no key", PUBLIC, PEM[:-60]], ids=["text", "public", "cut off"])
def test_a_key_that_is_none_is_one_line_without_it(key: str) -> None:
    app = {"grant": "jwt_bearer", "client_id": "app", "private_key": key, "user": "ann"}
    with pytest.raises(StreamFailed, match=r"oauth\.private_key holds no RSA key") as caught:
        tokens_of("http://127.0.0.1:9", app).token()
    assert str(caught.value).count("\n") == 0
    assert key[:20] not in str(caught.value)


def test_an_assertion_is_sent_alone_and_for_whom_it_is(server: Server) -> None:
    server.tell(Told(body=b'{"access_token": "a1"}'))
    app = {"grant": "jwt_bearer", "client_id": "app", "private_key": PEM, "user": "ann"}
    tokens = tokens_of(server.url, app, audience=lambda _: "https://login.example.com")
    assert tokens.token() == "a1"
    ((_, _, _, body),) = server.heard
    form = parse_qs(body.decode())
    assert set(form) == {"grant_type", "assertion"}
    _, claims, _ = form["assertion"][0].split(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    assert (told["iss"], told["sub"], told["aud"]) == ("app", "ann", "https://login.example.com")


REFRESHING = {**APP, "refresh_token": "refresh-of-the-tests"}


def test_a_token_of_unknown_length_is_used_until_it_is_refused(
    server: Server, tmp_path: Path
) -> None:
    server.tell(Told(body=b'{"access_token": "a1"}'), Told(body=b'{"access_token": "a2"}'))
    tokens = tokens_of(server.url, REFRESHING, tmp_path / "crm.json")
    assert [tokens.token() for _ in range(3)] == ["a1"] * 3
    assert tokens_of(server.url, REFRESHING, tmp_path / "crm.json").token() == "a1"
    tokens.renew("a1")
    assert tokens.token() == "a2"
    forms = [parse_qs(body.decode()) for _, _, _, body in server.heard]
    # a vendor that gives no new refresh token lets the old one live
    assert [form["refresh_token"] for form in forms] == [["refresh-of-the-tests"]] * 2


def test_a_credential_that_is_refused_when_new_is_exchanged_once_a_night(server: Server) -> None:
    server.tell(Told(body=b'{"access_token": "a1"}'), Told(401))
    server.tell(Told(body=b'{"access_token": "a2"}'), *[Told(401)] * 4)
    tokens = tokens_of(server.url, REFRESHING)
    clients = [client_of(server, tokens) for _ in range(4)]
    for client in clients:
        with pytest.raises(StreamFailed, match="renew the credential"):
            client.get(Request("things"), msgspec.json.decode)
    paths = [path for _, path, _, _ in server.heard]
    assert paths == ["/token", "/api/things", "/token", *["/api/things"] * 4]


def test_who_asks_by_password_leaves_it_out_of_the_form(server: Server) -> None:
    server.tell(Told(body=b'{"access_token": "a1"}'))
    tokens_of(server.url, REFRESHING, client_auth="basic").token()
    ((_, _, headers, body),) = server.heard
    assert headers["Authorization"].startswith("Basic ")
    assert set(parse_qs(body.decode())) == {"grant_type", "refresh_token"}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Told(body=b'{"error": "invalid_code"}'), "answered 200 (invalid_code); authorise again"),
        (Told(400, b'{"error": "Access Denied"}'), "answered 400 (Access Denied); authorise"),
        (Told(body=b'{"token": "x"}'), "answered no tokens; check its URL"),
        (Told(body=b"[]"), "answered no JSON; check its URL"),
        (Told(503), "answered 503; run again later"),
        (Told(429), "answered 429; run again later"),
    ],
)
def test_what_is_no_token_is_an_error(
    server: Server, tmp_path: Path, answer: Told, told: str
) -> None:
    server.tell(answer)
    with pytest.raises(StreamFailed) as caught:
        tokens_of(server.url, REFRESHING, tmp_path / "crm.json").token()
    assert told in str(caught.value)
    assert not (tmp_path / "crm.json").exists()
    assert len(server.heard) == 1


VENDORS = {"host_field": "instance_url", "hosts": (".example.com",)}


@pytest.mark.parametrize(
    ("base_url", "told", "leads_to"),
    [
        ("https://login.example.com", "https://acme.my.example.com", "https://acme.my.example.com"),
        ("https://login.example.com", "https://example.com.evil.org", None),
        ("https://login.example.com", "https://notexample.com", None),
        ("https://login.example.com", "http://acme.example.com", None),
        ("https://login.example.com", "https://u@acme.example.com", None),
        ("https://proxy.acme.org/crm", "https://acme.example.com", "https://proxy.acme.org/crm"),
        ("https://login.example.com", None, ""),
    ],
)
def test_a_token_leads_to_hosts_of_the_vendor_only(
    server: Server, tmp_path: Path, base_url: str, told: str | None, leads_to: str | None
) -> None:
    answer = {"access_token": "a1"} | ({"instance_url": told} if told else {})
    server.tell(Told(body=json.dumps(answer).encode()))
    oauth = OAuth.model_validate(REFRESHING)
    settings = ApiSource(name="crm", type="tiny", base_url=base_url, oauth=oauth)
    system = OAuthSystem(lambda _: f"{server.url}/token", **VENDORS)  # type: ignore[arg-type]
    tokens = system.tokens("crm", settings, oauth, POLICY, tmp_path / "crm.json")
    if leads_to is None:
        with pytest.raises(StreamFailed, match="a host that is not the vendor's"):
            tokens.token()
        assert not (tmp_path / "crm.json").exists()
        return
    tokens.token()
    again = system.tokens("crm", settings, oauth, POLICY, tmp_path / "crm.json")
    again.token()
    assert tokens.base_url == again.base_url == leads_to
    assert len(server.heard) == 1
