"""The token endpoint: what is granted to whom, and what the answer says."""

import json
import time
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sandbox.api.assertions import Registered

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
USER = "r01@kvistsoftware.example.net"


@pytest.fixture(scope="module")
def keys():
    return [generate_private_key(65537, 2048) for _ in range(2)]


def asked(client, **form):
    return client.session.post(f"{client.url}/services/oauth2/token", data=form, timeout=10)


def of_app(client):
    return {"client_id": client.tokens.client_id, "client_secret": client.tokens.client_secret}


def base64(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def assertion(key, **claims):
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    signed = ".".join(base64(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{base64(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def test_an_answer_says_where_the_organization_is_and_not_when_the_token_ends(client):
    token = client.tokens.refresh_token
    answer = asked(client, grant_type="refresh_token", refresh_token=token, **of_app(client)).json()
    assert answer["instance_url"] == client.url
    assert "expires_in" not in answer
    client.session.headers["Authorization"] = f"Bearer {answer['access_token']}"
    assert client.query("SELECT Id FROM Lead").status_code == 200
    client.tokens.expire()
    expired = client.query("SELECT Id FROM Lead")
    assert (expired.status_code, expired.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")


def test_a_token_that_was_used_is_refused_with_an_object(client):
    answer = asked(client, grant_type="refresh_token", refresh_token="old", **of_app(client))
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_grant",
        "error_description": "expired access/refresh token",
    }


def test_the_app_itself_may_read_and_gets_no_refresh_token(client):
    answer = asked(client, grant_type="client_credentials", **of_app(client))
    assert answer.status_code == 200
    assert "refresh_token" not in answer.json()
    wrong = of_app(client) | {"client_secret": "another"}
    assert asked(client, grant_type="client_credentials", **wrong).status_code == 400


def test_an_assertion_is_granted_to_who_signed_it_in_time(client, keys):
    own, other = keys
    pem = own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    claims = {"iss": client.tokens.client_id, "sub": USER, "aud": client.url}
    claims["exp"] = int(time.time()) + 180
    good = assertion(own, **claims)
    assert asked(client, grant_type=JWT, assertion=good).status_code == 400
    client.tokens.registered = Registered(pem, USER)
    answer = asked(client, grant_type=JWT, assertion=good)
    assert answer.status_code == 200
    assert answer.json().keys() >= {"access_token", "instance_url"}
    refused = [
        assertion(other, **claims),
        assertion(own, **claims | {"sub": "somebody.else@example.net"}),
        assertion(own, **claims | {"iss": "another app"}),
        assertion(own, **claims | {"exp": int(time.time()) - 5}),
        assertion(own, **claims | {"exp": int(time.time()) + 3600}),
        f"{good[:-8]}AAAAAAAA",
        "no assertion",
    ]
    for each in refused:
        assert asked(client, grant_type=JWT, assertion=each).status_code == 400
