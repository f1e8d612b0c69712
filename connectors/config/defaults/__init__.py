"""What the package ships and a configuration is laid over: stage maps, properties, channels."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml


@cache
def stages(connector: str) -> Mapping[str, str]:
    """Stage or outcome of each source stage (lower case) that a type of source has by itself."""
    resource = files(__name__) / f"stages_{connector}.yml"
    if not resource.is_file():
        return {}
    return {str(word): str(stage) for word, stage in _read(f"stages_{connector}.yml").items()}


@cache
def properties(connector: str) -> Mapping[str, Mapping[str, str | None]]:
    """Object: field that a user may choose the property of: the one that is read by itself."""
    resource = files(__name__) / f"properties_{connector}.yml"
    found: Mapping[str, Mapping[str, str | None]] = yaml.safe_load(resource.read_text("utf-8"))
    return found


@cache
def channels() -> Mapping[str, str]:
    """Channel of each lead source (lower case)."""
    return {
        lead_source.replace(" ", joint): channel
        for channel, lead_sources in _read("channels.yml").items()
        for lead_source in lead_sources
        for joint in (" ", "_", "-")
    }


def _read(name: str) -> Mapping[str, list[str]]:
    data: Mapping[str, list[str]] = yaml.safe_load((files(__name__) / name).read_text("utf-8"))
    return data
