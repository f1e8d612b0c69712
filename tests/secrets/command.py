"""Run commands of the product in this process, with everything that talks switched on.

Arguments: JSON {"commands": [[...], ...], "loud": bool, "crash": bool}. Prints each exit code last.
"""

import http.client
import json
import logging
import sys
from typing import Any

import connectors.api.http
from connectors.api.policy import Policy
from connectors.registry import CONNECTORS
from orchestration.cli import main

QUICK = Policy(connect_seconds=2, first_wait_seconds=0.01, longest_wait_seconds=0.02, tries=2)


def be_loud() -> None:
    """What a person switches on who looks for an error."""
    logging.basicConfig(level=logging.DEBUG)
    for name in ("urllib3", "urllib3.connectionpool", "requests", "http.client", "tenacity"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    http.client.HTTPConnection.debuglevel = 1


def crash_within() -> None:
    """Let reading an answer fail as nobody foresaw, with the credential in the error."""

    def broken(response: Any, *_: Any) -> bytes:
        sent = dict(response.request.headers)
        raise KeyError(f"no such header among {sent}")

    assert hasattr(connectors.api.http, "read_body")
    connectors.api.http.read_body = broken


def run(orders: dict[str, Any]) -> None:
    """Run the commands."""
    for name in ("hubspot", "calendly"):
        object.__setattr__(CONNECTORS[name], "policy", QUICK)
    if orders["loud"]:
        be_loud()
    if orders["crash"]:
        crash_within()
    for words in orders["commands"]:
        print(f"{words[0]} ended with {main(words)}", flush=True)


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
