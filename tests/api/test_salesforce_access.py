"""How one is let into Salesforce: the grants, where the answer to them leads, what settings say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from connectors.config import ConfigError, load
from connectors.config.systems import SalesforceSource
from connectors.salesforce import SALESFORCE
from sandbox.api.assertions import Registered
from tests.conformance.subjects import SUBJECTS
from tests.conformance.world import World, configured

SUBJECT = next(subject for subject in SUBJECTS if subject.declared is SALESFORCE)
USER = "r01@kvistsoftware.example.net"
KEY = generate_private_key(65537, 2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    found = World(SUBJECT, tmp_path)
    found.vendor.create(3)
    yield found
    found.close()


@pytest.mark.parametrize(
    "grant",
    [
        lambda tokens: {"grant": "client_credentials", "client_secret": tokens.client_secret},
        lambda tokens: {"grant": "jwt_bearer", "private_key": PEM, "user": USER},
    ],
    ids=["client_credentials", "jwt_bearer"],
)
def test_a_grant_lets_in_and_again_once_its_token_has_ended(
    world: World, grant: Callable[[Any], dict[str, str]]
) -> None:
    world.tokens.registered = Registered(PUBLIC, USER)
    url = world.sandbox.url("salesforce")
    app = {"client_id": world.tokens.client_id, **grant(world.tokens)}
    access = {"base_url": url, "auth_url": url, "oauth": app}
    world.source = configured(SUBJECT, world.folder, access)
    assert world.main().rows == 3
    world.night()
    world.vendor.change(next(iter(world.live("lead"))))
    with world.broken("expire_token"):
        result = world.main()
    assert (result.rows, result.refused) == (1, [])


def test_a_probe_says_what_the_user_may_not_read(world: World) -> None:
    world.vendor.org.hidden |= {"Opportunity", "Campaign"}
    findings = {
        found.what.removeprefix(f"{world.source.name} "): found
        for found in SUBJECT.connector.probe(world.source, now=world.now)
    }
    assert not findings["opportunity"].is_good
    assert "grant the right to read Opportunity" in findings["opportunity"].detail
    assert findings["campaign"].is_good
    assert "the rest is read without it" in findings["campaign"].detail
    assert findings["lead"].detail == "may be read"


MISTAKES = {
    "oauth: {grant: client_credentials, client_id: '${T}', client_secret: '${T}'}": (
        "auth_url: client_credentials are only taken at your own domain"
    ),
    "token: '${T}'": "base_url: a token is of one instance",
    "oauth: {client_id: '${T}', client_secret: '${T}'}, reserve: 1": "reserve: ",
    "oauth: {client_id: '${T}', client_secret: '${T}'}, properties: {lead: {status: 1-x}}": (
        "write the field's API name, such as Referred_By__c"
    ),
    "login: {user: ann, password: '${T}'}": "salesforce takes no login; use oauth or token",
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.items(), ids=[*MISTAKES.values()])
def test_a_mistake_in_the_settings_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "salescycle.yml"
    path.write_text(f"sources:\n  - {{name: crm, type: salesforce, {text}}}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, env={"T": "t"})
    assert any(told in problem for problem in caught.value.problems), caught.value.problems


def test_tokens_are_got_where_everybody_logs_in_unless_another_place_is_named() -> None:
    oauth = {"client_id": "a", "client_secret": "b"}
    given = {"name": "crm", "type": "salesforce", "oauth": oauth}
    settings = SalesforceSource.model_validate(given)
    assert SALESFORCE.oauth is not None
    assert SALESFORCE.oauth.token_url(settings).startswith("https://login.salesforce.com/")
    own = SalesforceSource.model_validate(
        given | {"auth_url": "https://acme--test.sandbox.my.salesforce.com/"}
    )
    assert SALESFORCE.oauth.audience is not None
    assert SALESFORCE.oauth.audience(own) == "https://test.salesforce.com"
    assert SALESFORCE.oauth.audience(settings) == "https://login.salesforce.com"
