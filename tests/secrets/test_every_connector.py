"""Every connector, reading and failing with all logs on: no secret is shown, logged or landed."""

import logging
from pathlib import Path

import pytest

from connectors.errors import StreamFailed
from tests.conformance.subjects import EXPIRING, SUBJECTS, Subject
from tests.conformance.world import START, TOKEN, World
from tests.secrets.searching import Search

FAULTS = (
    {"kind": "status", "status": 401},
    {"kind": "status", "status": 403},
    {"kind": "status", "status": 500},
    {"kind": "html", "status": 200},
    {"kind": "cut"},
)


CASES = [(subject, False) for subject in SUBJECTS] + [(subject, True) for subject in EXPIRING]


@pytest.mark.parametrize(
    ("subject", "is_oauth"), CASES, ids=lambda part: getattr(part, "name", str(part))
)
def test_no_secret_is_told(
    subject: Subject, is_oauth: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(subject, tmp_path, oauth=is_oauth)
    connector, told = subject.connector, []
    secrets = {"token": TOKEN}
    if is_oauth:
        secrets = {
            "client secret": world.tokens.client_secret,
            "first refresh token": world.tokens.refresh_token,
        }
    try:
        world.vendor.create(20)
        with caplog.at_level(logging.DEBUG):
            for stream in connector.streams(world.source):
                result = connector.sync(world.source, stream, world.landing, now=world.now)
                told += [str(error) for error in result.refused] + [result.unavailable or ""]
            assert world.rows(subject.main)
            for fault in FAULTS:
                world.sandbox.faults.add(times=1000, **fault)  # type: ignore[arg-type]
                result = connector.sync(world.source, subject.main, world.landing, now=world.now)
                world.sandbox.faults.clear()
                (error,) = result.refused
                assert isinstance(error, StreamFailed)
                told.append(str(error))
            told += [finding.detail for finding in connector.probe(world.source, now=START)]
    finally:
        world.close()
    if is_oauth:
        secrets["last refresh token"] = world.tokens.refresh_token
        secrets |= {f"access token {n}": text for n, text in enumerate(world.tokens.access_tokens)}
        assert len(secrets) > 3
    search = Search(secrets)
    assert search.names("\n".join(told).encode()) == set()
    assert search.names(caplog.text.encode()) == set()
    found = search.found(tmp_path)
    # the one file that is for them, and only for its owner
    assert set(found) <= {f"credentials/{world.source.name}.json"}
    assert bool(found) == is_oauth
