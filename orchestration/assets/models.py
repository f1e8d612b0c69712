"""raw and config to marts: the dbt models as assets, their data tests as checks.

dbt runs in this process (see `orchestration.dbt`); dagster-dbt only translates the parsed project.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from orchestration.assets.shared import NIGHTLY_FRESHNESS
from orchestration.building import build, raise_if_broken, row_counts
from orchestration.dbt import DbtProject, NodeResult
from orchestration.night import Night

UNIQUE_ID = "dagster_dbt/unique_id"
READ_BY_PEOPLE = ("marts", "contacts")


class Translator(DagsterDbtTranslator):
    """Groups are the layers of the project, so that the graph reads from left to right."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The schema that a model is built in: staging, intermediate, marts or contacts."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's own words, without its SQL, which dbt's documentation shows."""
        return str(dbt_resource_props.get("description") or "")

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetSpec:
        """What dagster-dbt makes of a node, with the freshness that readers may expect."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if spec.group_name in READ_BY_PEOPLE:
            return spec.replace_attributes(freshness_policy=NIGHTLY_FRESHNESS)
        return spec


def model_assets(project: DbtProject) -> dg.AssetsDefinition:
    """The dbt step: all models and their tests, or the selected models and theirs."""

    @dbt_assets(manifest=project.document, dagster_dbt_translator=Translator(), name="dbt")
    def models(
        context: dg.AssetExecutionContext, night: dg.ResourceParam[Night]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        definition = context.assets_def
        models = {spec.metadata[UNIQUE_ID]: spec.key for spec in definition.specs}
        tests = {spec.metadata[UNIQUE_ID]: spec.key for spec in definition.check_specs}
        chosen = [
            unique_id for unique_id, key in models.items() if key in context.selected_asset_keys
        ]
        with night.step("build"):
            result = build(night, project, chosen if len(chosen) < len(models) else ())
            rows = row_counts(night.home.warehouse)
            for node in result.nodes:
                if node.unique_id in models and node.status == "success":
                    yield _built(models[node.unique_id], node, rows)
                elif node.unique_id in tests and node.status not in ("skipped", "no-op"):
                    yield _tested(tests[node.unique_id], node)
            raise_if_broken(result)
        if night.blocking:
            raise dg.Failure(f"{len(night.blocking)} blocking checks failed", allow_retries=False)

    return models


def _built(
    key: dg.AssetKey, node: NodeResult, rows: Mapping[tuple[str, str], int]
) -> dg.MaterializeResult[None]:
    count = rows.get((key.path[0], key.path[-1]))
    return dg.MaterializeResult(
        asset_key=key,
        metadata={
            "seconds": round(node.seconds, 3),
            **({"dagster/row_count": count} if count is not None else {}),
        },
    )


def _tested(key: dg.AssetCheckKey, node: NodeResult) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=node.status == "pass",
        severity=dg.AssetCheckSeverity.ERROR if node.failed else dg.AssetCheckSeverity.WARN,
        metadata={"failing_rows": node.failures, "message": node.message or node.status},
    )
