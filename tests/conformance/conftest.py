from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.subjects import SUBJECTS, Subject
from tests.conformance.world import World


@pytest.fixture(params=SUBJECTS, ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    return request.param


@pytest.fixture
def open_world(subject: Subject, tmp_path: Path) -> Iterator[Callable[..., World]]:
    opened: list[World] = []

    def open_world(name: str = "world", **options: Any) -> World:
        opened.append(World(subject, tmp_path / name, **options))
        return opened[-1]

    yield open_world
    for one in opened:
        one.close()


@pytest.fixture
def world(open_world: Callable[..., World]) -> World:
    return open_world()
