from collections.abc import Iterator

import pytest
import requests

from sandbox.api import Sandbox
from tests.sandbox.api.tiny import Tiny

TOKEN = "sandbox-token-of-the-tests"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox([Tiny()], token=TOKEN, keeps_log=True) as running:
        yield running


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        yield session
