"""Reading the Salesforce-shaped API as a client would."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from sandbox.api import Sandbox
from sandbox.api.salesforce import Salesforce
from tests.sandbox.api.tiny import TOKEN

DATA = "/services/data/v62.0"


class Client:
    """Reads one API as a client would."""

    def __init__(self, url: str, session: requests.Session):
        self.url, self.session = url, session

    def get(self, path, headers=None, **query):
        url = f"{self.url}{path}"
        return self.session.get(url, params=query, headers=headers, timeout=10)

    def query(self, text, resource="query", **headers):
        return self.get(f"{DATA}/{resource}", headers=headers, q=text)

    def all(self, text, resource="queryAll"):
        """Every record that a query finds, by its id."""
        answer = self.query(text, resource)
        found = {}
        while True:
            assert answer.status_code == 200, answer.text
            page = answer.json()
            assert found.keys().isdisjoint(record["Id"] for record in page["records"])
            found |= {record["Id"]: record for record in page["records"]}
            if page["done"]:
                assert "nextRecordsUrl" not in page
                assert len(found) == page["totalSize"]
                return found
            answer = self.get(page["nextRecordsUrl"])

    def error(self, text, resource="query"):
        """(status, code, message) of a query that is refused."""
        answer = self.query(text, resource)
        (error,) = answer.json()
        return answer.status_code, error["errorCode"], error["message"]

    def job(self, text, operation="queryAll"):
        url = f"{self.url}{DATA}/jobs/query"
        return self.session.post(url, json={"operation": operation, "query": text}, timeout=10)

    def results(self, job_id, **query):
        """(rows, headers) of a part of a job's result."""
        answer = self.get(f"{DATA}/jobs/query/{job_id}/results", **query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "text/csv"
        text = answer.content.decode()
        return list(csv.DictReader(io.StringIO(text, newline=""))), answer.headers


@contextmanager
def serving(vendor: Salesforce, session: requests.Session) -> Iterator[Client]:
    session.headers["Authorization"] = f"Bearer {TOKEN}"
    with Sandbox([vendor], token=TOKEN, now=vendor.org.now) as sandbox:
        client = Client(sandbox.url("salesforce"), session)
        client.tokens = sandbox.tokens["salesforce"]
        yield client
