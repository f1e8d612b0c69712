"""What a company does in Tryton, done through the server's own API as its clients do it."""

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import requests

from tests.tryton.server import ADMIN, DATABASE, PASSWORD

Values = Mapping[str, Any]


class Tryton:
    """A user of the server who is logged in."""

    def __init__(self, url: str, user: str = ADMIN, password: str = PASSWORD) -> None:
        self._url = f"{url}/{DATABASE}/rpc/"
        self._session = requests.Session()
        self.context: Values = {}
        number, token, *_ = self._post("common.db.login", user, {"password": password})
        session = base64.b64encode(f"{user}:{number}:{token}".encode()).decode()
        self._session.headers["Authorization"] = f"Session {session}"

    def call(self, method: str, *params: Any) -> Any:
        """The result of a method of a model, such as `sale.opportunity.read`."""
        return self._post(f"model.{method}", *params, dict(self.context))

    def wizard(self, name: str, method: str, *params: Any) -> Any:
        """The result of a method of a wizard."""
        return self._post(f"wizard.{name}.{method}", *params, dict(self.context))

    def create(self, model: str, **values: Any) -> int:
        """Make a record; returns its id."""
        (number,) = self.call(f"{model}.create", [values])
        return int(number)

    def read(self, model: str, number: int, *fields: str) -> dict[str, Any]:
        """Fields of one record."""
        (found,) = self.call(f"{model}.read", [number], list(fields))
        return dict(found)

    def take_preferences(self) -> None:
        """Work in the user's own company from here on."""
        self.context = self.call("res.user.get_preferences", True)

    def _post(self, method: str, *params: Any) -> Any:
        answer = self._session.post(
            self._url, json={"method": method, "params": params}, timeout=60
        )
        assert answer.status_code == 200, f"{method}: {answer.status_code} {answer.text}"
        return answer.json()


def decimal(text: str) -> Values:
    """An exact number as the API takes it."""
    return {"__class__": "Decimal", "decimal": text}


def instant(value: Values) -> datetime:
    """An instant as the API tells it."""
    parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return datetime(*(value[part] for part in parts), tzinfo=UTC)


def day(value: Values) -> date:
    """A date as the API tells it."""
    return date(value["year"], value["month"], value["day"])
