"""The options that every command takes, wherever they stand on the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.config import Config, load
from orchestration.home import Home
from orchestration.redaction import learn
from orchestration.settings import config_file, home_folder

WITH_VALUE = ("--config", "--home", "--as-of")
FLAGS = ("--json", "--quiet")


@dataclass
class Options:
    """What was given before or after the command; filled once the line is parsed."""

    config: Path | None = None
    home_path: Path | None = None
    as_of: str | None = None
    json: bool = False
    quiet: bool = False

    @property
    def home(self) -> Home:
        """The home folder, not created."""
        return home_folder(self.home_path)

    def load_config(self) -> Config:
        """The configuration. Raises ConfigError with every mistake in it."""
        config = load(config_file(self.config), as_of=self.as_of)
        learn(config, self.home.credentials)
        return config


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move the common options before the command, where the parser looks for them."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word in FLAGS or (word.split("=", 1)[0] in WITH_VALUE and "=" in word):
            front.append(word)
        elif word in WITH_VALUE:
            front += [word, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(word)
    return [*front, *rest]
