"""How many opportunities and leads the pod itself counts.

Oracle knows of totals that are wrong together with an offset; none is asked for here. A pod that
tells no total is not held against anything.
"""

from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.config.systems.oracle import DEFAULTS
from connectors.errors import StreamFailed
from connectors.oracle.asked import asked, listed, literal
from connectors.oracle.kinds import BY_STREAM

COUNTED = ("opportunity", "lead")


def _count(stream: str, sync: Sync, span: Span) -> Counted:
    """Those that were made within the span. Raises StreamFailed where the pod tells no total."""
    values = {**asked(sync, stream), "size": 1}
    bounds: tuple[tuple[str, datetime | None], ...] = ((">=", span[0]), ("<", span[1]))
    conditions = [f"{values['created']}{sign}{literal(at)}" for sign, at in bounds if at]
    request = listed(
        values, conditions, values["key"], fields=values["key"], has_total=True, is_forced=True
    )
    page: dict[str, Any] = sync.client.get(request, msgspec.json.Decoder(dict[str, Any]).decode)
    total = page.get("totalResults")
    if not isinstance(total, int):
        raise StreamFailed(f"{sync.client.name}: {values['path']} tells no totalResults")
    return Counted(total)


RECONCILIATION = Reconciliation(
    tuple(Tally(name, partial(_count, name), DEFAULTS[name].created) for name in COUNTED),
    scope=BY_STREAM[COUNTED[0]].scope,
)
