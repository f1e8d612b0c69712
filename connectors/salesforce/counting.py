"""How many deals and leads the organization itself counts, and what the deals are worth."""

from functools import partial

import msgspec

from connectors.api.reconciling import Counted, Reconciliation, Span, Tally
from connectors.api.stream import Sync
from connectors.salesforce.asked import described
from connectors.salesforce.kinds import BY_STREAM, Kind
from connectors.salesforce.soql import asks, at, select


class _Sum(msgspec.Struct):
    """A row of sums: the names are those that the query gives."""

    total: int
    summed: float | None = None
    currency: str = msgspec.field(name="CurrencyIsoCode", default="")


class _Sums(msgspec.Struct):
    records: tuple[_Sum, ...] = ()


_SUMS = msgspec.json.Decoder(_Sums).decode


def _count(kind: Kind, sync: Sync, span: Span) -> Counted:
    """Counts and, of deals, amounts by currency: one query tells both."""
    where = ["IsDeleted = false"]
    where += [
        f"CreatedDate {operator} {at(bound)}"
        for operator, bound in zip((">=", "<"), span, strict=True)
        if bound is not None
    ]
    names, group = ["COUNT(Id) total"], ""
    if kind.object == "deal":
        names.append("SUM(Amount) summed")
        if "CurrencyIsoCode" in described(sync, kind.sobject).readable:
            names.append("CurrencyIsoCode")
            group = " GROUP BY CurrencyIsoCode"
    request = asks(select(kind.sobject, names, where) + group, is_forced=True)
    sums = sync.client.get(request, _SUMS).records
    amounts = {one.currency: one.summed for one in sums if one.summed is not None}
    return Counted(sum(one.total for one in sums), amounts)


RECONCILIATION = Reconciliation(
    tuple(
        Tally(stream, partial(_count, BY_STREAM[stream]), "CreatedDate")
        for stream in ("opportunity", "lead")
    ),
    scope="the right to read Opportunity and Lead",
)
