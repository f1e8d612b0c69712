from collections.abc import Iterator

import pytest
import requests

from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.company import Company
from tests.sandbox.api.calendly_client import NOW, serving
from tests.sandbox.api.tiny import TOKEN, Tiny


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox([Tiny()], token=TOKEN, keeps_log=True) as running:
        yield running


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        yield session


@pytest.fixture(scope="module")
def company():
    return Company(7, 0.15, day=25)


@pytest.fixture(scope="module")
def client(company):
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        with serving(Calendly(company, lambda: company.now), session) as client:
            yield client


@pytest.fixture
def vendor():
    return Calendly(now=lambda: NOW)


@pytest.fixture
def empty(vendor, session):
    with serving(vendor, session) as client:
        yield client
