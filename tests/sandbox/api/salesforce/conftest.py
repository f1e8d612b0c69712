from datetime import UTC, datetime

import pytest
import requests

from sandbox.api.salesforce import Salesforce
from sandbox.api.salesforce.schema import OBJECTS
from sandbox.company import Company
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
def company():
    return Company(7, 0.3, day=25)


@pytest.fixture(scope="module")
def crm(company):
    with requests.Session() as session, serving(Salesforce(company), session) as client:
        yield client


@pytest.fixture(scope="module")
def read(crm):
    """Reads all fields of all records of an object, deleted ones too."""
    known = {}

    def read(name, resource="queryAll"):
        names = ", ".join(field.name for field in OBJECTS[name.lower()].fields.values())
        if (name, resource) not in known:
            known[name, resource] = crm.all(f"SELECT {names} FROM {name}", resource)
        return known[name, resource]

    return read
