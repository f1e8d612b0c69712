"""The contact verdicts as SQL functions of a DuckDB connection."""

from collections.abc import Callable
from typing import Any

from duckdb import DuckDBPyConnection
from duckdb.func import SPECIAL

from expectations.contacts import email, phone
from expectations.contacts.mask import mask
from expectations.contacts.rules import RULES_VERSION


def register(connection: DuckDBPyConnection) -> None:
    """Define the contact functions on a connection; its cursors see them too.

    `contact_phone(raw, region)` and `contact_email(raw)` give a verdict as JSON, for null as well;
    `mask_contact(kind, value)` gives null for null; `contact_rules_version()` is constant.
    """

    def contact_phone(raw: str | None, region: str | None) -> str:
        return phone.judge(raw, region).to_json()

    def contact_email(raw: str | None) -> str:
        return email.judge(raw).to_json()

    def contact_rules_version() -> str:
        return RULES_VERSION

    def define(name: str, function: Callable[..., str | None], arity: int) -> None:
        arguments: list[Any] = ["varchar"] * arity
        connection.create_function(name, function, arguments, "varchar", null_handling=SPECIAL)

    define("contact_phone", contact_phone, 2)
    define("contact_email", contact_email, 1)
    define("contact_rules_version", contact_rules_version, 0)
    define("mask_contact", mask, 2)
