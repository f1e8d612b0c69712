"""Run by the virtual environment of dlt: its `rest_api` source into DuckDB, prints the seconds.

`python dlt_run.py URL FOLDER PARAMETERS`: the same pages with the same parameters, at dlt's own
settings.
"""

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Read all deals into a DuckDB file of the folder."""
    url, folder, parameters = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(folder / "dlt")
    os.environ["DLT_PROJECT_DIR"] = str(folder)
    import dlt  # type: ignore[import-not-found]
    from dlt.sources.rest_api import rest_api_source  # type: ignore[import-not-found]

    cursor = {"type": "cursor", "cursor_path": "paging.next.after", "cursor_param": "after"}
    resource = {
        "name": "deals",
        "endpoint": {
            "path": "crm/v3/objects/0-3",
            "params": parameters,
            "data_selector": "results",
        },
    }
    source = rest_api_source(
        {"client": {"base_url": f"{url}/", "paginator": cursor}, "resources": [resource]}
    )
    pipeline = dlt.pipeline(
        "bench",
        destination=dlt.destinations.duckdb(str(folder / "dlt.duckdb")),
        dataset_name="raw",
        pipelines_dir=str(folder / "pipelines"),
    )
    started = time.perf_counter()
    pipeline.run(source).raise_on_failed_jobs()
    seconds = time.perf_counter() - started
    with pipeline.sql_client() as client:
        ((rows,),) = client.execute_sql("select count(*) from deals")
    print(seconds, rows)


if __name__ == "__main__":
    main()
