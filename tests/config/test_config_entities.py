from pathlib import Path
from typing import get_args

import yaml

import connectors.config
from connectors.config.entities import ENTITIES, OUTCOMES, STAGES
from connectors.config.models import EntityName, StageTarget

STAGING = Path(connectors.config.__file__).parents[2] / "dbt_project/models/staging/spreadsheet"


def test_the_words_of_the_configuration_are_those_of_the_entities():
    assert get_args(EntityName) == tuple(ENTITIES)
    assert get_args(StageTarget) == (*STAGES, *OUTCOMES)


def test_keys_and_groups_name_fields():
    assert len(ENTITIES) == 17
    for entity in ENTITIES.values():
        assert len(set(entity.names)) == len(entity.names) > 0
        for name in (*(entity.key or ()), *(name for group in entity.one_of for name in group)):
            assert entity.field(name) is not None, (entity.name, name)


def test_types():
    types = {
        (entity.name, field.name): field.type
        for entity in ENTITIES.values()
        for field in entity.fields
    }
    assert types["lead", "lead_id"] == "text"
    assert types["lead", "created_at"] == "time"
    assert types["lead", "opted_out"] == "boolean"
    assert types["deal", "close_date"] == "time"
    assert types["deal", "stakeholders"] == "number"
    assert types["booking", "attended"] == "boolean"
    assert types["rep", "ramp"] == "text"
    assert types["quota", "period"] == "text"
    assert types["cost", "month"] == "text"
    assert types["owner_event", "from"] == "time"


def test_required_fields():
    required = {
        entity.name: [field.name for field in entity.fields if field.required]
        for entity in ENTITIES.values()
    }
    assert required["stage_event"] == ["stage", "entered_at"]
    assert required["owner_event"] == ["deal_id", "owner", "from"]
    assert required["activity"] == ["kind", "occurred_at"]
    assert required["booking"] == ["booking_id", "starts_at"]
    assert required["deal_line"] == ["deal_id", "product"]


def test_staging_types_the_same_fields():
    declared = {}
    for path in STAGING.glob("stg_spreadsheet__*.sql"):
        text = path.read_text()
        entity = text.split("'spreadsheet__")[1].split("'")[0]
        fields = text[text.index(", {") + 2 : text.rindex("}", 0, text.rindex(") }}")) + 1]
        declared[entity] = yaml.safe_load(fields)
    assert len(declared) == len(ENTITIES)
    for entity in ENTITIES.values():
        staged = declared[entity.name]
        if entity.name == "stage_event":  # a sheet with a date column per stage adds these two
            assert (staged.pop("mapped_stage"), staged.pop("evidence")) == ("text", "text")
        assert staged == {field.name: field.type for field in entity.fields}, entity.name
