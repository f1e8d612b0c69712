"""The resources that are read record by record."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One resource by our name; what the pod calls it is in the settings of a source.

    `object` is the word for it in `properties` and `fields`.
    """

    stream: str
    object: str
    scope: str
    is_optional: bool = False


_MAY_VIEW = "the privilege to view"
KINDS = (
    Kind("opportunity", "deal", f"{_MAY_VIEW} opportunities, such as of a sales analyst"),
    Kind("lead", "lead", f"{_MAY_VIEW} sales leads", is_optional=True),
    Kind("contact", "contact", f"{_MAY_VIEW} contacts"),
    Kind("account", "account", f"{_MAY_VIEW} accounts"),
    Kind("activity", "activity", f"{_MAY_VIEW} activities", is_optional=True),
    Kind("product", "product", f"{_MAY_VIEW} products", is_optional=True),
)
"""Every resource, in the order in which they are read."""
OPPORTUNITY = KINDS[0]
BY_STREAM = {kind.stream: kind for kind in KINDS}
