"""The objects of the organization and their fields, as `describe` tells them."""

from dataclasses import dataclass, field

from sandbox.api.salesforce.objects import SPECS

CUSTOM = "__c"


@dataclass(frozen=True, slots=True)
class Field:
    """A field. `targets` are the objects that a reference may lead to."""

    name: str
    type: str
    targets: tuple[str, ...] = ()
    is_nillable: bool = True
    is_calculated: bool = False
    is_filterable: bool = True

    @property
    def is_custom(self) -> bool:
        """Whether the company made it."""
        return self.name.endswith(CUSTOM)

    @property
    def relation(self) -> str | None:
        """The name under which the record that it leads to is reached, None if it leads nowhere."""
        if not self.targets:
            return None
        if self.is_custom:
            return self.name.removesuffix(CUSTOM) + "__r"
        return self.name.removesuffix("Id")


@dataclass(frozen=True, slots=True)
class SObject:
    """An object: its name, the first characters of its ids, its fields by name in small letters."""

    name: str
    prefix: str
    fields: dict[str, Field]
    is_bulk: bool = True
    relations: dict[str, Field] = field(default_factory=dict)

    @property
    def can_be_deleted(self) -> bool:
        """Whether its records go to the recycle bin."""
        return "isdeleted" in self.fields


NO_BULK = frozenset({"LeadStatus", "OpportunityStage", "RecordType", "Period"})


def _field(word: str) -> Field:
    """A field as `objects` writes it."""
    name, _, kind = word.partition(":")
    marks = kind[len(kind.rstrip("!=-")) :]
    kind = kind.rstrip("!=-")
    kind, _, targets = kind.removesuffix(")").partition("(")
    return Field(
        name,
        kind,
        tuple(filter(None, targets.split("|"))),
        is_nillable="!" not in marks,
        is_calculated="=" in marks,
        is_filterable="-" not in marks and kind != "address",
    )


def _sobject(name: str, prefix: str, spec: str) -> SObject:
    fields = [Field("Id", "id", is_nillable=False), *map(_field, spec.split())]
    return SObject(
        name,
        prefix,
        {one.name.lower(): one for one in fields},
        name not in NO_BULK,
        {one.relation.lower(): one for one in fields if one.relation},
    )


OBJECTS = {name.lower(): _sobject(name, prefix, spec) for name, prefix, spec in SPECS}
"""Every object, by its name in small letters: the vendor does not tell cases apart."""
