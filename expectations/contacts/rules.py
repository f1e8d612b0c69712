"""Which rules a verdict was reached by: a stored verdict of other rules is judged again."""

from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_LIBRARIES = ("phonenumbers", "email-validator", "disposable-email-domains")
_OWN = ("phone.py", "email.py", "roles.py", "verdict.py")


def rules_version(own: Traversable) -> str:
    """Versions of the libraries that carry the metadata, and a hash of our own rules' text."""
    text = b"".join(own.joinpath(name).read_bytes() for name in _OWN)
    libraries = [f"{name}-{version(name)}" for name in _LIBRARIES]
    return " ".join([*libraries, f"own-{sha256(text).hexdigest()[:12]}"])


RULES_VERSION: str = rules_version(files("expectations.contacts"))
