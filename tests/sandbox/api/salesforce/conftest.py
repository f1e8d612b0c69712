from datetime import UTC, datetime

import pytest
import requests

from sandbox.api.salesforce import Salesforce
from tests.sandbox.api.salesforce.client import serving

START = datetime(2026, 3, 2, 3, tzinfo=UTC)


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vendor(clock):
    return Salesforce(None, clock)


@pytest.fixture
def client(vendor, session):
    with serving(vendor, session) as client:
        yield client


@pytest.fixture(scope="module")
def crm(company):
    with requests.Session() as session, serving(Salesforce(company), session) as client:
        yield client
