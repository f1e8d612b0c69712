"""dbt, run inside this process: parsed once, its results plain values, its database closed again.

Nothing here knows Dagster. Of the settings only the types of the sources travel through a variable
of dbt's: what no source needs is not built. So the parsed project stays the same from run to run
and its cache (in the home folder) holds.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.schemas.results import NodeStatus
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg

from connectors.config.models import Config
from orchestration.home import Home

Listener = Callable[[str, int, int], None]
"""Told the name of the node that ended, how many ended and how many there are."""


def project_folder() -> Path:
    """The dbt project: SALESCYCLE_DBT_PROJECT, else the one beside this package."""
    given = os.environ.get("SALESCYCLE_DBT_PROJECT")
    return Path(given) if given else Path(__file__).resolve().parent.parent / "dbt_project"


def systems_in_use(config: Config) -> tuple[str, ...]:
    """The systems that a configuration reads; sheets are one of them always, for company/."""
    return tuple(sorted({"spreadsheet", *(source.type for source in config.sources)}))


@dataclass(frozen=True)
class NodeResult:
    """What became of one model or test: `status` is dbt's word, `failures` the failing rows."""

    unique_id: str
    name: str
    kind: str
    status: str
    seconds: float
    message: str | None
    failures: int

    @property
    def failed(self) -> bool:
        """Whether this forbids publishing; a warning does not."""
        return self.status in (NodeStatus.Error, NodeStatus.Fail, NodeStatus.RuntimeErr)


@dataclass(frozen=True)
class BuildResult:
    """All nodes that ended, in the order in which they did."""

    nodes: list[NodeResult] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Whether no model and no blocking test failed."""
        return not any(node.failed for node in self.nodes)


class DbtFailed(Exception):  # noqa: N818 - what happened
    """dbt ended without results: the project does not parse, or the warehouse does not open."""


_PARSED: dict[tuple[Path, tuple[str, ...] | None], Manifest] = {}
"""Parsed projects by folder and systems: nothing of a home folder is in them, so one serves all."""


class DbtProject:
    """The parsed project over one home folder; parsed when first needed, once per process.

    Of the systems only those that the configuration reads are built, without one all of them.
    """

    def __init__(self, home: Home, config: Config | None = None) -> None:
        self.home = home
        self.folder = project_folder()
        self.systems = systems_in_use(config) if config is not None else None

    @property
    def manifest(self) -> Manifest:
        """The parsed project. Raises DbtFailed when it does not parse."""
        key = self.folder, self.systems
        if key not in _PARSED:
            outcome = dbtRunner().invoke(["parse", *self._flags()])
            if not isinstance(outcome.result, Manifest):
                raise DbtFailed(_what(outcome.exception))
            _PARSED[key] = outcome.result
        return _PARSED[key]

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The parsed project as dbt's manifest.json has it."""
        document: Mapping[str, Any] = self.manifest.writable_manifest().to_dict(omit_none=False)
        return document

    def build(
        self,
        *,
        select: Iterable[str] = (),
        full_refresh: bool = False,
        with_tests: bool = True,
        listener: Listener | None = None,
    ) -> BuildResult:
        """Run models and their data tests; the warehouse file is closed when this returns.

        `select` names unique ids, empty: all. Unit tests are for development and not run here.
        Raises DbtFailed when dbt has no results to tell.
        """
        arguments = ["build", *self._flags(), "--exclude-resource-type", "unit_test"]
        if not with_tests:
            arguments += ["--exclude-resource-type", "test"]
        if full_refresh:
            arguments.append("--full-refresh")
        wanted = [self._selector(unique_id) for unique_id in select]
        if wanted:
            arguments += ["--select", *wanted]
        ended = 0

        def hear(event: EventMsg) -> None:
            nonlocal ended
            if event.info.name == "NodeFinished" and listener is not None:
                ended += 1
                listener(event.data.node_info.node_name, ended, total)

        total = len(wanted) or sum(
            unique_id.startswith(("model.", "test.")) for unique_id in self.manifest.nodes
        )
        os.environ["SALESCYCLE_MACROS"] = self._macros_checksum()
        try:
            outcome = dbtRunner(manifest=self.manifest, callbacks=[hear]).invoke(arguments)
        finally:
            close_warehouse()
        results = getattr(outcome.result, "results", None)
        if results is None:
            raise DbtFailed(_what(outcome.exception))
        return BuildResult([_node(result) for result in results])

    def _flags(self) -> list[str]:
        # The profile finds the warehouse through this variable, as it does for `dbt build` alone.
        os.environ["SALESCYCLE_HOME"] = str(self.home.root.resolve())
        # dbt goes on in a log that is there, and leaves it to its owner alone
        if self.home.logs.is_dir():
            (self.home.logs / "dbt.log").touch(mode=0o600)
        return [
            *("--project-dir", str(self.folder), "--profiles-dir", str(self.folder)),
            *("--target-path", str(self.home.dbt_target), "--log-path", str(self.home.logs)),
            *("--log-level", "none", "--log-level-file", "info", "--no-use-colors"),
            "--no-version-check",
            "--no-send-anonymous-usage-stats",
            *self._variables(),
        ]

    def _variables(self) -> list[str]:
        if self.systems is None:
            return []
        return ["--vars", json.dumps({"systems_in_use": " ".join(self.systems)})]

    def _macros_checksum(self) -> str:
        # dbt compares models by their own text; what a macro writes into them is told apart here.
        own = sorted(
            (macro.unique_id, macro.macro_sql)
            for macro in self.manifest.macros.values()
            if macro.package_name == self.manifest.metadata.project_name
        )
        return hashlib.sha256(repr(own).encode()).hexdigest()[:16]

    def _selector(self, unique_id: str) -> str:
        return "fqn:" + ".".join(self.manifest.nodes[unique_id].fqn)


def close_warehouse() -> None:
    """Let go of the DuckDB file, which the adapter keeps open for the next invocation."""
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _node(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        message=result.message,
        failures=result.failures or 0,
    )


def _what(error: BaseException | None) -> str:
    # dbt spreads one message over many indented lines; the whole of it is in its log.
    return " ".join(str(error).split())[:500] if error is not None else "see dbt.log in the logs"
