"""Great Expectations behind one function, imported only when something is checked.

Its pandas engine is used, on frames that DuckDB has already made small: its SQL engine does not
work on DuckDB. The context lives in memory, asks no network and prints nothing.
"""

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from expectations.suite import Expectation

if TYPE_CHECKING:
    from great_expectations.data_context.types.base import DataContextConfig


class EngineError(Exception):
    """Great Expectations could not judge a frame, so nobody may believe that it passed."""


@dataclass(frozen=True)
class Outcome:
    """What became of one expectation: the positions of the frame's rows that fail it."""

    expectation: Expectation
    failing: tuple[int, ...]


def validate(
    frame: pd.DataFrame, expectations: Sequence[Expectation], *, name: str
) -> list[Outcome]:
    """Judge every expectation on a frame with a fresh index from 0, in the given order.

    Raises EngineError with the library's words when an expectation could not be evaluated.
    """
    with _quiet():
        import great_expectations as gx

        context = gx.get_context(mode="ephemeral", project_config=_in_memory())
        asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
        batch = asset.add_batch_definition_whole_dataframe(name).get_batch({"dataframe": frame})
        suite = gx.ExpectationSuite(
            name=name,
            expectations=[
                getattr(gx.expectations, each.gx_type)(
                    column=each.column, meta={"name": each.name}, **each.arguments
                )
                for each in expectations
            ],
        )
        report = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    results = {
        result.expectation_config.meta["name"]: result
        for result in report.results
        if result.expectation_config is not None
    }
    outcomes = []
    for each in expectations:
        result = results[each.name]
        if not result.success and "unexpected_index_list" not in result.result:
            raise EngineError(f"{name}.{each.name}: {result.exception_info}")
        outcomes.append(Outcome(each, tuple(result.result.get("unexpected_index_list") or ())))
    return outcomes


def _in_memory() -> "DataContextConfig":
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """No telemetry, no deprecation notices of the library's own, no log lines below an error."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
    logger = logging.getLogger("great_expectations")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
