import json

from connectors.config.schema import SCHEMA, schema_text
from connectors.config.systems import SOURCE_TYPES


def test_the_committed_schema_is_current():
    assert SCHEMA.read_text("utf-8") == schema_text(), (
        "run `python -m connectors.config.schema` and commit connectors/config/schema.json"
    )


def test_the_schema_completes_choices_and_refuses_unknown_keys():
    schema = json.loads(schema_text())
    assert set(schema["properties"]) == {"company", "rules", "as_of", "sources", "publish"}
    definitions = schema["$defs"]
    assert set(definitions) == {
        *("Company", "Rules", "Table", "Publish", "CustomField", "OAuth", "Login"),
        *("RestStream", "Feed", "Changes", "Deleted", "DeletedList", "Paging"),
        *("CursorPaging", "OffsetPaging", "NumberPaging", "Resource", "OwnerHistory"),
        *(source.__name__ for source in SOURCE_TYPES.values()),
    }
    for definition in (schema, *definitions.values()):
        assert definition["additionalProperties"] is False
        for name, property_ in definition["properties"].items():
            assert "description" in property_ or "$ref" in property_, f"{name} is not described"
    assert definitions["Company"]["properties"]["week_start"]["enum"][0] == "monday"
    mapping = schema["properties"]["sources"]["items"]["discriminator"]["mapping"]
    assert set(mapping) == set(SOURCE_TYPES)
    assert {"spreadsheet", "hubspot", "calendly"} <= set(mapping)
    assert "stage_event" in definitions["Table"]["properties"]["entity"]["enum"]
