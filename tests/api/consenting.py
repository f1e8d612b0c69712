"""A company whose calendar is read in a person's name, and the browsers of that person."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests

from orchestration.cli import main
from sandbox.api import Sandbox

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Browser = Callable[[str], None]


class Place:
    """The folder of a company whose CRM and calendar are read in a person's name."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder, self.home, self.sandbox = folder, folder / "home", sandbox
        self.tokens = sandbox.tokens["calendly"]
        self.configure("{client_id: '${ID}', client_secret: '${SECRET}'}")

    def configure(self, oauth: str, *more: str, own: str = "") -> None:
        url, crm = self.sandbox.url("calendly"), self.sandbox.url("hubspot")
        (self.folder / "salescycle.yml").write_text(
            f"sources:\n  - {{name: calendar, type: calendly, base_url: '{url}', auth_url: '{url}',"
            f" calls_per_second: 1000, oauth: {oauth}}}\n"
            f"  - {{name: crm, type: hubspot, base_url: '{crm}', token: '${{TOKEN}}'}}\n"
            f"  - {{name: own, type: rest, base_url: '{url}', auth_url: '{url}/oauth/token', oauth:"
            f" {own or oauth}, streams:"
            " [{name: me, path: users/me, records: resource, key: uri}]}\n"
            "  - {name: sheets, type: spreadsheet, tables: [{path: a.csv, entity: lead}]}\n"
        )
        lines = [f"ID={self.tokens.client_id}", f"SECRET={self.tokens.client_secret}"]
        lines += [f"TOKEN={self.tokens.token}", *more]
        (self.folder / ".env").write_text("\n".join(lines))

    def run(self, *words: str) -> int:
        where = ["--config", str(self.folder / "salescycle.yml"), "--home", str(self.home)]
        return main([*words, *where])

    def connect(self, *words: str) -> int:
        return self.run("connect", "calendar", "--port", "0", "--wait", "20", *words)

    @property
    def store(self) -> Path:
        return self.home / "credentials" / "calendar.json"

    @property
    def kept(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.store.read_text())
        return found


def consents(url: str) -> None:
    assert "Thank you" in requests.get(url, timeout=10).text


def returned(url: str) -> tuple[str, str]:
    """Where the consent page sends its visitor to, and the state."""
    answer = requests.get(url, timeout=10, allow_redirects=False)
    location = answer.headers["Location"]
    return location, parse_qs(urlsplit(location).query)["state"][0]
