"""Reading the Calendly-shaped API as a client would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import requests

from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from tests.sandbox.api.tiny import TOKEN

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Client:
    """Reads one API as a client would."""

    def __init__(self, url: str, session: requests.Session):
        self.url, self.session = url, session

    def get(self, path, **query):
        return self.session.get(f"{self.url}{path}", params=query, timeout=10)

    def all(self, path, **query):
        url, rows = f"{self.url}{path}", []
        answer = self.session.get(url, params=query, timeout=10).json()
        while True:
            rows += answer["collection"]
            if (url := answer["pagination"]["next_page"]) is None:
                return rows
            answer = self.session.get(url, timeout=10).json()

    @property
    def organization(self):
        return self.get("/users/me").json()["resource"]["current_organization"]

    def events(self, **query):
        return self.all("/scheduled_events", organization=self.organization, count=100, **query)

    def invitees(self, event):
        return self.all(f"/scheduled_events/{event['uri'].rpartition('/')[2]}/invitees")


@contextmanager
def serving(vendor: Calendly, session: requests.Session) -> Iterator[Client]:
    with Sandbox([vendor], token=TOKEN) as sandbox:
        yield Client(sandbox.url("calendly"), session)
