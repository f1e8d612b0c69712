"""Reading the HubSpot-shaped API as a client would."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests

from sandbox.api import Sandbox
from sandbox.api.hubspot import HubSpot
from tests.sandbox.api.tiny import TOKEN


class Client:
    """Reads one API as a client would."""

    def __init__(self, url: str, session: requests.Session):
        self.url, self.session = url, session

    def get(self, path, **query):
        return self.session.get(f"{self.url}{path}", params=query, timeout=10)

    def post(self, path, **body):
        return self.session.post(f"{self.url}{path}", json=body, timeout=10)

    def all(self, objects, **query):
        """Every record of a list, by its id."""
        query.setdefault("limit", 50 if "propertiesWithHistory" in query else 100)
        found, after = {}, {}
        while True:
            answer = self.get(f"/crm/v3/objects/{objects}", **query, **after)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            assert found.keys().isdisjoint(record["id"] for record in page["results"])
            found |= {record["id"]: record for record in page["results"]}
            if "paging" not in page:
                return found
            after = {"after": page["paging"]["next"]["after"]}

    def search(self, objects, *filters, **body):
        """A page of a search with one group of filters: (property, operator, value)."""
        names = ("propertyName", "operator", "value")
        group = {"filters": [dict(zip(names, each, strict=True)) for each in filters]}
        asked = {"sorts": [], "properties": [], "limit": 200, "after": "0"} | body
        groups = asked.pop("filterGroups", [group] if filters else [])
        return self.post(f"/crm/v3/objects/{objects}/search", filterGroups=groups, **asked)

    def batch(self, objects, ids, history=(), properties=()):
        return self.post(
            f"/crm/v3/objects/{objects}/batch/read",
            inputs=[{"id": record_id} for record_id in ids],
            properties=list(properties),
            propertiesWithHistory=list(history),
        )

    def tied(self, source, target, *inputs):
        path = f"/crm/v4/associations/{source}/{target}/batch/read"
        return self.post(path, inputs=[{"id": i} if isinstance(i, str) else i for i in inputs])


@contextmanager
def serving(vendor: HubSpot, session: requests.Session) -> Iterator[Client]:
    with Sandbox([vendor], token=TOKEN) as sandbox:
        yield Client(sandbox.url("hubspot"), session)
