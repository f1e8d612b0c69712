"""Keeping secrets out of everything a run writes or shows.

Errors of connectors hold none. This is for what nobody could foresee: a library's exception with a
header in it, a traceback, a log line. What is known here is taken out of every such text.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
from pydantic import BaseModel, SecretStr

from connectors.config.models import Config
from connectors.secrecy import hide

_TALKATIVE = ("urllib3", "requests")

_configured: set[str] = set()
_folders: set[Path] = set()


def learn(config: Config | None, credentials: Path) -> None:
    """Take note of what must not be shown: the configuration's secrets and those in a folder.

    Also keeps what libraries tell about single requests out of any log, whatever its level.
    """
    _folders.add(credentials)
    if config is not None:
        _configured.update(value for value in _secrets(config))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(text: str) -> str:
    """The text without any known secret, however it is spelt."""
    known = {*_configured, *(value for folder in _folders for value in _kept(folder))}
    return hide(text, known)


def _secrets(model: BaseModel) -> Iterator[str]:
    """Every secret inside a model, however deep."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        for inside in value if isinstance(value, tuple) else (value,):
            if isinstance(inside, SecretStr):
                yield inside.get_secret_value()
            elif isinstance(inside, BaseModel):
                yield from _secrets(inside)


def _kept(folder: Path) -> Iterator[str]:
    """The tokens that systems rotated to, as they are now: they change while a run works."""
    for file in folder.glob("*.json"):
        try:
            held = msgspec.json.decode(file.read_bytes())
        except (OSError, msgspec.DecodeError):
            continue
        if isinstance(held, dict):
            for name, value in held.items():
                if name.endswith("_token") and isinstance(value, str):
                    yield value
