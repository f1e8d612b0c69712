"""Finds the suites: one module per mart under `suites/`, found by its name."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePath
from types import MappingProxyType

from expectations.suite import Frame

Suites = Mapping[str, tuple[Frame, ...]]


class SuiteError(Exception):
    """A suite that could never be checked as it is written."""


@cache
def suites() -> Suites:
    """The frames of every mart that has a suite, by the mart's name.

    Raises SuiteError for a module named like no mart, and for two expectations of one name.
    """
    return load("expectations.suites", marts())


@cache
def marts() -> frozenset[str]:
    """The names of all marts: the models in the dbt project's `models/marts`."""
    found = _models(files("dbt_project").joinpath("models").joinpath("marts"))
    return frozenset(found)


def load(package: str, known: frozenset[str]) -> Suites:
    """The suites among a package's modules; a leading underscore marks shared parts."""
    names = sorted(
        PurePath(entry.name).stem
        for entry in files(package).iterdir()
        if entry.name.endswith(".py") and not entry.name.startswith("_")
    )
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SuiteError(f"{package} has suites of no mart: {', '.join(unknown)}")
    loaded = {name: _frames(f"{package}.{name}") for name in names}
    return MappingProxyType(loaded)


def _frames(module: str) -> tuple[Frame, ...]:
    frames: tuple[Frame, ...] = import_module(module).FRAMES
    counted = Counter(each.name for frame in frames for each in frame.expectations)
    twice = [name for name, times in counted.items() if times > 1]
    if twice:
        raise SuiteError(f"{module} uses a name twice: {', '.join(twice)}")
    if not counted:
        raise SuiteError(f"{module} expects nothing")
    return frames


def _models(folder: Traversable) -> list[str]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _models(entry)
        elif entry.name.endswith(".sql"):
            found.append(PurePath(entry.name).stem)
    return found
