"""The models that are read, and which fields of each.

A field with a point in it is one of the record that another field names. Only what does not change
without its record is asked for that way: a record's time of change does not tell of others.
"""

from dataclasses import dataclass

_SALES = "a group that may read opportunities, such as Sale Opportunity"
_PARTIES = "read access to parties"


@dataclass(frozen=True)
class Model:
    """One model: the stream that it lands in, its name there, its fields beside the times."""

    stream: str
    name: str
    fields: tuple[str, ...]
    scope: str
    is_optional: bool = False


OPPORTUNITY = Model(
    "opportunity",
    "sale.opportunity",
    (
        "number",
        "reference",
        "description",
        "state",
        "party",
        "contact",
        "company",
        "employee",
        "amount",
        "currency.code",
        "payment_term",
        "start_date",
        "end_date",
        "conversion_probability",
        "lost_reason",
    ),
    _SALES,
)
HISTORY_FIELDS = ("state", "employee", "amount", "end_date", "write_date", "create_date")
"""What is read of each revision of an opportunity."""

MODELS = (
    OPPORTUNITY,
    Model(
        "line",
        "sale.opportunity.line",
        ("opportunity", "product", "quantity", "unit", "description", "sequence"),
        _SALES,
    ),
    Model("party", "party.party", ("name", "code", "active", "replaced_by"), _PARTIES),
    Model(
        "contact",
        "party.contact_mechanism",
        ("party", "type", "value", "name", "sequence", "active"),
        _PARTIES,
    ),
    Model(
        "employee",
        "company.employee",
        ("party", "company", "supervisor", "start_date", "end_date"),
        "read access to employees",
    ),
    Model(
        "product",
        "product.product",
        ("template", "code", "active"),
        "read access to products",
        is_optional=True,
    ),
    Model(
        "template",
        "product.template",
        ("name", "code", "active"),
        "read access to products",
        is_optional=True,
    ),
)
BY_STREAM = {model.stream: model for model in MODELS}
