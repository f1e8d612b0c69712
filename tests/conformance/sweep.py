"""A sync in a process of its own, so that it can be killed or measured.

Reads its orders as JSON from the first argument and prints what it did as JSON.
"""

import json
import resource
import sys
import time
from datetime import datetime
from pathlib import Path

from connectors.landing import BATCH_ROWS, SEGMENT_BYTES, Landing
from tests.conformance.subjects import SUBJECTS
from tests.conformance.world import configured


def main() -> None:
    orders = json.loads(sys.argv[1])
    subject = next(one for one in SUBJECTS if one.name == orders["subject"])
    folder = Path(orders["folder"])
    source = configured(subject, folder, orders["access"])
    landing = Landing(
        folder / "landing",
        segment_bytes=orders.get("segment_bytes", SEGMENT_BYTES),
        batch_rows=orders.get("batch_rows", BATCH_ROWS),
    )
    begun = time.monotonic()
    for stream in orders["streams"]:
        now = datetime.fromisoformat(orders["now"])
        result = subject.connector.sync(source, stream, landing, now=now)
        assert not result.refused, result.refused
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    done = {"peak": peak, "seconds": time.monotonic() - begun, "rows": result.rows}
    print(json.dumps(done | {"calls": result.calls}))


if __name__ == "__main__":
    main()
