"""OAuth: a token that ends in the middle is renewed once, and what was rotated is kept first."""

import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest

from sandbox.api import Request
from tests.conformance.subjects import EXPIRING, Subject
from tests.conformance.world import COUNT, World


def _of(subjects: Collection[Subject]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("subject", subjects, ids=lambda subject: subject.name)


expiring = _of(EXPIRING)
parents = _of([subject for subject in EXPIRING if subject.has_children])


@pytest.fixture
def oauth(open_world: Callable[..., World]) -> World:
    world = open_world(oauth=True)
    world.vendor.create(COUNT)
    world.prepare(world.subject.main)
    # whatever the main stream is built on: a first access token has been given out
    world.read_anew()
    return world


def kept(world: World) -> Path:
    return world.folder / "credentials" / f"{world.source.name}.json"


@expiring
def test_a_token_that_expires_between_pages_is_renewed_once(oauth: World) -> None:
    _, least = oauth.read_anew()
    assert oauth.tokens.renewals == 1
    with oauth.broken("expire_token", after=2):
        result = oauth.main()
    assert result.refused == []
    keys = [row["record_id"] for row in oauth.rows(oauth.subject.main)]
    assert len(keys) == len(set(keys)) == COUNT
    assert oauth.tokens.renewals == 2
    # the request that was answered with 401 is made again, no other
    assert result.calls == least + 1


@parents
def test_children_that_are_read_at_once_renew_it_once(oauth: World) -> None:
    assert oauth.main().refused == []
    oauth.prepare(oauth.subject.child)
    renewals = oauth.tokens.renewals
    with oauth.broken("expire_token"):
        result = oauth.child()
    assert (result.refused, result.rows) == ([], COUNT)
    assert oauth.tokens.renewals == renewals + 1


@expiring
def test_what_was_rotated_is_kept_before_it_is_used(oauth: World) -> None:
    met: list[tuple[str, bool, str]] = []

    def heard(headers: Mapping[str, str]) -> None:
        token = oauth.vendor.credential(Request("GET", "/", headers=headers))
        if token:
            text = kept(oauth).read_text()
            met.append((token, token in text, text))

    oauth.sandbox.heard = heard
    with oauth.broken("expire_token", after=1):
        assert oauth.main().refused == []
    oauth.sandbox.heard = lambda headers: None
    assert len({token for token, _, _ in met}) == 2
    assert all(is_kept for _, is_kept, _ in met)
    # the refresh token on disk is the one that works from then on
    assert oauth.tokens.refresh_token in met[-1][2]
    assert stat.S_IMODE(kept(oauth).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(oauth).parent.stat().st_mode) == 0o700


@expiring
def test_401_that_a_new_token_does_not_cure_is_not_repeated(oauth: World) -> None:
    renewals = oauth.tokens.renewals
    with oauth.broken("status", status=401, times=1000):
        result = oauth.main()
    (error,) = result.refused
    assert "renew the credential" in str(error)
    assert result.calls == 2
    assert oauth.tokens.renewals == renewals + 1


@expiring
def test_a_refused_grant_is_told_without_any_secret(oauth: World) -> None:
    secrets = (oauth.tokens.client_secret, oauth.tokens.refresh_token)
    oauth.tokens.refresh_token = "another"
    with oauth.broken("expire_token"):
        result = oauth.main()
    (error,) = result.refused
    assert "authorise again" in str(error)
    assert not any(secret in str(error) for secret in secrets)
    assert result.calls == 1
