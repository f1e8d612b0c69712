"""Lists of a parent: all their pages are one row, and none is read of what has none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.config.models import Company
from connectors.connector import ConfiguredSource
from connectors.landing import Landing
from connectors.registry import connector_of
from sandbox.api import Reply, Request, Sandbox
from sandbox.api.odd import Odd
from tests.rest.odd import OddSource

TOKEN = "a-key-for-children"


class Paged(Odd):
    """Talks come two at a time."""

    def _talks(self, request: Request) -> Reply:
        talks = self.talks.get(request.path.split("/")[2], [])
        begin = int(request.first("skip", "0"))
        return Reply(body={"talks": talks[begin : begin + 2]})


def test_the_children_of_all_pages_are_one_list(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 3, tzinfo=UTC)
    crm = Paged(lambda: now)
    ada, bob = crm.create(2)
    crm.talks[ada] = [{"nr": number, "how": "call"} for number in range(5)]
    with Sandbox([crm], token=TOKEN, now=lambda: now) as sandbox:
        url = sandbox.url("rest")
        source = OddSource.model_validate(
            {"name": "odd", "type": "rest", "base_url": url, "token": TOKEN}
        )
        paging = {"offset": {"param": "skip", "size": 2, "overlap": 1}}
        talks = source.streams[1].model_validate(
            {"name": "talks", "parent": "people", "path": "people/{id}/talks", "key": "nr"}
            | {"records": "talks", "paging": paging}
        )
        source = source.model_copy(update={"streams": (source.streams[0], talks)})
        configured = ConfiguredSource("odd", "rest", source, tmp_path, Company())
        connector, landing = connector_of(configured), Landing(tmp_path / "landing")

        def landed() -> list[tuple[str, list[int]]]:
            for stream in ("people", "talks"):
                assert not connector.sync(configured, stream, landing, now=now).refused
            rows = [row for batch in landing.read("odd", "talks") for row in batch.to_pylist()]
            return [
                (row["parent_id"], [talk["nr"] for talk in json.loads(row["payload"])])
                for row in rows
            ]

        # of whom nobody has talked to there is no row
        assert landed() == [(ada, [0, 1, 2, 3, 4])]
        now += timedelta(hours=2)
        del crm.talks[ada][1:]
        crm.change(ada)
        crm.talks[bob] = [{"nr": 9, "how": "call"}]
        crm.change(bob)
        assert landed()[1:] == [(ada, [0]), (bob, [9])]
        now += timedelta(hours=2)
        crm.talks[ada].clear()
        crm.change(ada)
        assert landed()[3:] == [(ada, [])]
