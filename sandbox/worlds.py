"""The worlds in which a day of the company is lived: APIs with a few sheets, or sheets alone."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sandbox import sheets
from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.sheets import beside

World = Callable[[Company, Path, int], AbstractContextManager[None]]
"""Of a company, a folder and a day: while it is entered, the day can be read."""


@contextmanager
def apis(company: Company, folder: Path, day: int) -> Iterator[None]:
    """Serve the company as its vendors do, at the end of the day; the tokens are in the
    environment, and what no vendor holds lies in sheets.
    """
    end, token = end_of(day), f"sandbox-token-{secrets.token_urlsafe(24)}"

    vendors = (HubSpot(company, lambda: end), Calendly(company, lambda: end))
    with Sandbox(vendors, token=token, now=lambda: end) as sandbox:
        beside.write(company, folder, day, sandbox.url("hubspot"), sandbox.url("calendly"))
        variables = dict.fromkeys((beside.HUBSPOT_TOKEN, beside.CALENDLY_TOKEN), token)
        before = {name: os.environ.get(name) for name in variables}
        os.environ.update(variables)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


@contextmanager
def in_sheets(company: Company, folder: Path, day: int) -> Iterator[None]:
    """Write the day's sheets."""
    sheets.write(company, folder, day)
    yield


WORLDS: dict[str, World] = {"apis": apis, "sheets": in_sheets}
