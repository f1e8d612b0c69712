"""YAML text as plain data whose scalars stay text, with the line of everything in it.

Scalars keep the words of the file: a region written NO is not false, a date is not an object yet,
0400 is not 256. `${NAME}` is filled in here and only here; `Places` shows the name, not the value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import yaml

from connectors.errors import ConfigError

Path = tuple[str | int, ...]
"""Where something is: ("sources", 1, "tables", 0, "columns")."""

_LONGEST = 60
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def dotted(path: Path) -> str:
    """The path as people write it: `sources[1].tables[0].columns`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def suggestion(word: str, known: tuple[str, ...] | list[str]) -> str:
    """The most similar known word as a question, else the known words as a list."""
    by_lower = {option.lower(): option for option in known}
    close = get_close_matches(word.strip().lower(), by_lower, n=1)
    if close:
        return f"did you mean {by_lower[close[0]]!r}?"
    return f"use one of {', '.join(known)}" if known else "remove it"


@dataclass(slots=True)
class Places:
    """Where each path stands in the file and what is written there; collects what is wrong."""

    file: str
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)
    hidden: set[Path] = field(default_factory=set)
    problems: dict[Path, tuple[int, str]] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Line of the path, else of what holds it, from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def quote(self, path: Path) -> str:
        """The scalar as written in the file, quoted; a variable shows its name."""
        text = self.written.get(path, "")
        return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")

    def suggest(self, path: Path, known: tuple[str, ...] | list[str]) -> str:
        """What the scalar may have meant; nothing is compared with the value of a variable."""
        if path in self.hidden:
            return f"use one of {', '.join(known)}"
        return suggestion(self.written.get(path, ""), known)

    def add(self, path: Path, text: str) -> None:
        """Notes one mistake; of several at one path the first is kept."""
        line = self.line(path)
        where = f"{self.file}:{line}: {dotted(path)}: " if path else f"{self.file}:{line}: "
        one_line = " ".join((where + text).splitlines())
        self.problems.setdefault(path, (line, one_line))

    def error(self) -> ConfigError:
        """What was noted, in the order of the file."""
        return ConfigError([text for _, text in sorted(self.problems.values())])


def parse(text: str, file: str, variables: Mapping[str, str]) -> tuple[object, Places]:
    """Data of mappings, lists, text and None, and the places of it all.

    Raises ConfigError when the text is not YAML. Unset variables and repeated keys are noted in
    the places.
    """
    places = Places(file)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(
            f"{file}:{line}: not YAML: {error.problem}; check indentation, quotes and colons there"
        ) from None
    except yaml.YAMLError as error:
        raise ConfigError(
            f"{file}:1: not YAML: {' '.join(str(error).split())}; save it as UTF-8 text"
        ) from None
    try:
        return (None if node is None else _data(node, (), places, variables)), places
    except RecursionError:
        raise ConfigError(f"{file}:1: an alias (*name) holds itself; write it out") from None


def _data(node: yaml.Node, path: Path, places: Places, variables: Mapping[str, str]) -> object:
    places.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [
            _data(item, (*path, index), places, variables) for index, item in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, places, variables)
    places.written[path] = node.value
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return _VARIABLE.sub(lambda found: _value(found[1], path, places, variables), node.value)


def _mapping(
    node: yaml.MappingNode, path: Path, places: Places, variables: Mapping[str, str]
) -> dict[str, object]:
    data: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            places.lines[(*path, "?")] = key.start_mark.line + 1
            places.add((*path, "?"), "a key must be a plain word; quote it if it holds brackets")
            continue
        inside = (*path, key.value)
        if key.value in data:
            places.lines[inside] = key.start_mark.line + 1
            places.add(inside, "this key stands twice; keep one of the two")
            continue
        places.lines[inside] = key.start_mark.line + 1
        data[key.value] = _data(value, inside, places, variables)
    return data


def _value(name: str, path: Path, places: Places, variables: Mapping[str, str]) -> str:
    places.hidden.add(path)
    if name not in variables:
        places.add(
            path, f"${{{name}}} is not set; set it in the environment or in .env beside the file"
        )
        return ""
    return variables[name]
