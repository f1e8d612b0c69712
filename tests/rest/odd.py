"""The odd system as a user describes it."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml
from pydantic import model_validator

from connectors.config.systems import RestSource

LINES = (Path(__file__).parent / "odd.yml").read_text(encoding="utf-8")
"""The lines of its source in salescycle.yml, below the credential."""


class OddSource(RestSource):
    """A source whose description is there already."""

    @model_validator(mode="before")
    @classmethod
    def _described(cls, data: Any) -> Any:
        # as the configuration reads it: scalars are texts
        described = yaml.load(dedent(LINES), Loader=yaml.BaseLoader)
        return {**described, **data} if isinstance(data, Mapping) else data


ODD = OddSource.model_validate({"name": "odd", "type": "rest", "base_url": "http://127.0.0.1"})
