"""People: what the shared file shows of their contact points is masked."""

from types import MappingProxyType

from expectations.contacts.mask import MASKED
from expectations.suite import Frame, always_like

_SAYS = "A contact value must not leave the contacts file unmasked."


def _frame(kind: str) -> Frame:
    column = f"{kind}_masked"
    return Frame(
        f"select distinct '{kind}' as kind, {column} from marts.dim_person",
        label=("kind", column),
        contact_kind=MappingProxyType({column: "kind"}),
        expectations=(always_like(column, MASKED, "blocking", _SAYS),),
    )


FRAMES = (_frame("email"), _frame("phone"))
