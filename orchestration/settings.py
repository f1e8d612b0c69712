"""Where a run finds its configuration and its home folder when nobody says so."""

import os
import re
from pathlib import Path

from connectors.config import Config, load
from orchestration.home import Home

CONFIG = Path("salescycle.yml")
HOME = Path(".salescycle")


def home_folder(given: Path | None = None) -> Home:
    """`--home`, else SALESCYCLE_HOME, else ./.salescycle."""
    return Home((given or Path(os.environ.get("SALESCYCLE_HOME") or HOME)).absolute())


def config_file(given: Path | None = None) -> Path:
    """`--config`, else SALESCYCLE_CONFIG, else ./salescycle.yml."""
    return given or Path(os.environ.get("SALESCYCLE_CONFIG") or CONFIG)


def config_or_sandbox(home: Home) -> Config | None:
    """The configuration for Dagster's UI: the user's, else the simulated company's, else none.

    Raises ConfigError if there is one and it is wrong.
    """
    chosen = config_file()
    sandbox = home.root / "sandbox" / CONFIG
    if chosen.exists() or os.environ.get("SALESCYCLE_CONFIG"):
        return load(chosen)
    return load(sandbox, env=_with_any_token(sandbox)) if sandbox.exists() else None


def _with_any_token(sandbox: Path) -> dict[str, str]:
    """The environment, and something for each variable that is not set.

    The simulated company's APIs have new tokens each time they are served; when they are not, its
    assets can still be looked at and built from what landed.
    """
    names = re.findall(r"\$\{(\w+)\}", sandbox.read_text("utf-8"))
    return {**dict.fromkeys(names, "not-served-now"), **os.environ}
