"""A person's consent lets every system in that knows one, and its token is never burnt."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from connectors.api.consent import consent
from tests.conformance.subjects import EXPIRING, Subject
from tests.conformance.world import COUNT, World, configured

CONSENTING = tuple(
    subject
    for subject in EXPIRING
    if subject.declared.oauth is not None and subject.declared.oauth.authorize_url is not None
)


@pytest.mark.parametrize("subject", CONSENTING, ids=lambda subject: subject.name)
def test_a_consent_is_all_that_is_needed(
    subject: Subject, open_world: Callable[..., World]
) -> None:
    world = open_world(oauth=True)
    world.vendor.create(COUNT)
    access = world.access()
    access["oauth"].pop("refresh_token")
    world.source = configured(subject, world.folder, access)
    (before,) = world.subject.connector.probe(world.source, now=world.now)
    assert "run `salescycle connect" in before.detail
    assert world.tokens.renewals == 0

    def show(url: str, redirect_uri: str) -> None:
        browser = threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 10})
        browser.start()

    given = consent(subject.connector, world.source, port=0, seconds=20, show=show)
    assert subject.declared.oauth is not None
    asked = world.tokens.consents.asked[0]
    names = " ".join(asked.get(name, "") for name in ("scope", "optional_scope")).replace(",", " ")
    assert set(names.split()) == {scope.name for scope in subject.declared.oauth.scopes}
    assert subject.declared.oauth.scopes
    assert given.granted is None or given.granted
    assert world.main().refused == []
    assert len({row["record_id"] for row in world.rows(subject.main)}) == COUNT
    assert world.tokens.renewals == 1
    # another process, which knows nothing but what is kept
    again = replace(world.source, folder=world.folder / "elsewhere")
    assert all(finding.is_good for finding in subject.connector.probe(again, now=world.now))
    assert world.tokens.renewals == 1


def test_systems_that_know_a_consent_are_found() -> None:
    names = {subject.name for subject in CONSENTING}
    assert {"hubspot", "calendly", "salesforce", "zoho", "pipedrive"} <= names
