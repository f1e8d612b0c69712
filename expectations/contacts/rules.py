"""Which rules a verdict was reached by: a stored verdict of other rules is judged again."""

from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

_LIBRARIES = ("phonenumbers", "email-validator", "disposable-email-domains")
_OWN = ("phone.py", "email.py", "roles.py", "verdict.py")


def _rules_version() -> str:
    folder = files("expectations.contacts")
    own = sha256(b"".join(folder.joinpath(name).read_bytes() for name in _OWN)).hexdigest()
    return " ".join([*(f"{name}-{version(name)}" for name in _LIBRARIES), f"own-{own[:12]}"])


RULES_VERSION: str = _rules_version()
"""Versions of the libraries that carry the metadata, and a hash of our own rules' text."""
