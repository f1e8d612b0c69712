"""What all parts of the configuration are made of: the words it chooses from and the base model."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, WithJsonSchema, model_validator

StageTarget = Literal[
    "prospecting",
    "outreach",
    "qualification",
    "demo",
    "objections",
    "closing",
    "referral",
    "won",
    "lost",
    "disqualified",
]
EntityName = Literal[
    "lead",
    "deal",
    "stage_event",
    "owner_event",
    "activity",
    "booking",
    "person",
    "account",
    "rep",
    "quota",
    "referral",
    "product",
    "deal_line",
    "exchange_rate",
    "holiday",
    "cost",
    "override",
]
PipelineRole = Literal["new_business", "renewal", "upsell", "ignore"]
Scalar = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
Text = Annotated[str, StringConstraints(min_length=1)]


class Model(BaseModel):
    """Frozen; a key that is not declared is an error, one without a value is as if left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: object) -> object:
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None}
        return data
