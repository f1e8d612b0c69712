"""The worlds in which a day of the company is lived: APIs with a few sheets, or sheets alone."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sandbox import sheets
from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.crm import Crm
from sandbox.crms import CRMS
from sandbox.sheets import beside

World = Callable[[Company, Path, int], AbstractContextManager[None]]
"""Of a company, a folder and a day: while it is entered, the day can be read."""


def seen_through(crm: Crm) -> World:
    """The world in which the company has that CRM, and Calendly beside it."""

    @contextmanager
    def world(company: Company, folder: Path, day: int) -> Iterator[None]:
        """Serve the company as its vendors do, at the end of the day; the tokens are in the
        environment, and what no vendor holds lies in sheets.
        """
        end, token = end_of(day), f"sandbox-token-{secrets.token_urlsafe(24)}"
        vendors = (crm.vendor(company, lambda: end), Calendly(company, lambda: end))
        with Sandbox(vendors, token=token, now=lambda: end) as sandbox:
            beside.write(company, folder, day, crm, sandbox.url(crm.name), sandbox.url("calendly"))
            variables = dict.fromkeys((crm.variable, beside.CALENDLY_TOKEN), token)
            before = {name: os.environ.get(name) for name in variables}
            os.environ.update(variables)
            try:
                yield
            finally:
                for name, value in before.items():
                    os.environ.pop(name, None)
                    if value is not None:
                        os.environ[name] = value

    return world


@contextmanager
def in_sheets(company: Company, folder: Path, day: int) -> Iterator[None]:
    """Write the day's sheets."""
    sheets.write(company, folder, day)
    yield


WORLDS: dict[str, World] = {
    **{crm.name: seen_through(crm) for crm in CRMS},
    "sheets": in_sheets,
}
"""What a sandbox can be opened in: a CRM by its name, or sheets alone."""
