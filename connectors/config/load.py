"""Reads salescycle.yml and the .env beside it."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from connectors.calendar import resolve_as_of
from connectors.config import apis, checks, document, shape
from connectors.config.models import Config
from connectors.errors import ConfigError


def load(path: Path, *, as_of: str | None = None, env: Mapping[str, str] | None = None) -> Config:
    """The checked configuration.

    `as_of` (of `--as-of`) replaces the file's. `env` (default: the environment) and a `.env` beside
    the file fill `${NAME}`; the environment wins. Raises ConfigError with every mistake found.
    """
    text = _read(path)
    variables = {**_dotenv(path.parent / ".env"), **(os.environ if env is None else env)}
    data, places = document.parse(text, str(path), variables)
    apis.check_secrets(data, places)
    checked = shape.validate(data, places)
    checks.check(checked, places)
    if places.problems:
        raise places.error()
    values = {name: getattr(checked, name) for name in type(checked).model_fields}
    if as_of is not None:
        zone = ZoneInfo(checked.company.reporting_timezone)
        try:
            resolve_as_of(as_of, zone, datetime.now(UTC))
        except ConfigError as error:
            raise ConfigError(f"--as-of: {error}") from None
        values["as_of"] = as_of
    return Config(path=path.absolute(), **values)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; `salescycle init` makes one, --config FILE names another"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; check the path and permissions") from None


def _dotenv(path: Path) -> dict[str, str]:
    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path}: cannot be read; save it as UTF-8 text, NAME=value") from None
    return {name: value for name, value in values.items() if value is not None}
