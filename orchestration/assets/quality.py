"""The expectations over the marts as checks: one per suite, all run in one step.

They block: what is published waits for them, and is not published when a blocking one fails.
"""

from collections.abc import Iterator

import dagster as dg

from expectations.runner import checked_marts
from orchestration.checking import check
from orchestration.night import Night

CHECK = "expectations"


def expectation_checks() -> dg.AssetChecksDefinition:
    """The checking step."""
    specs = [
        dg.AssetCheckSpec(
            CHECK,
            asset=["marts", mart],
            blocking=True,
            description=f"The rows of {mart} are plausible (expectations/suites/{mart}.py).",
        )
        for mart in sorted(checked_marts())
    ]

    @dg.multi_asset_check(name="expectations", specs=specs, can_subset=True)
    def run_expectations(
        context: dg.AssetCheckExecutionContext, night: dg.ResourceParam[Night]
    ) -> Iterator[dg.AssetCheckResult]:
        keys = context.selected_asset_check_keys
        with night.step("check"):
            complete = len(keys) == len(specs)
            results = check(night, None if complete else [key.asset_key.path[-1] for key in keys])
        for key in sorted(keys):
            mine = [result for result in results if result.mart == key.asset_key.path[-1]]
            failed = [result for result in mine if not result.passed]
            blocking = any(result.stops_publishing for result in failed)
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=CHECK,
                passed=not failed,
                severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
                metadata={
                    "expectations": len(mine),
                    **{
                        f"failed: {result.name}": f"{result.observed} (allowed: {result.threshold})"
                        for result in failed
                    },
                    **{
                        f"examples: {result.name}": ", ".join(result.examples)
                        for result in failed
                        if result.examples
                    },
                },
            )

    return run_expectations
