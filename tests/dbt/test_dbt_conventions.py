"""What every model of the project owes its readers, checked on dbt's own manifest."""

from typing import Any

from dbt_commands import PROJECT
from required_columns import REQUIRED

LONGEST_MODEL = 120


def in_schema(models: dict[str, Any], *schemas: str) -> dict[str, Any]:
    found = {name: model for name, model in models.items() if model["schema"] in schemas}
    assert found
    return found


def is_base(name: str) -> bool:
    """Typed landed rows of a system; the staging models on top of them are tested by their key."""
    return name.startswith("base_")


def is_kept(model: dict[str, Any]) -> bool:
    """Whether a model's rows stay from night to night."""
    return bool(model["config"]["materialized"] == "incremental")


def test_every_model_is_described(models: dict[str, Any]) -> None:
    assert [name for name, model in models.items() if not model["description"].strip()] == []


def test_every_column_that_is_published_is_described_and_typed(models: dict[str, Any]) -> None:
    for name, model in in_schema(models, "marts", "contacts").items():
        assert model["columns"], name
        for column in model["columns"].values():
            assert column["description"].strip(), f"{name}.{column['name']}"
            assert column["data_type"], f"{name}.{column['name']}"


def test_contracts_hold_for_all_that_is_published(models: dict[str, Any]) -> None:
    loose = [
        name
        for name, model in in_schema(models, "marts", "contacts").items()
        if not model["config"]["contract"]["enforced"]
    ]
    assert loose == []


def test_every_model_is_tested_by_its_key(manifest: dict[str, Any], models: dict[str, Any]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") in ("unique", "unique_combination")
    }
    keyless = {name for name, model in models.items() if model["config"]["meta"].get("keyless")}
    assert tested
    assert all(models[name]["schema"] == "intermediate" or is_base(name) for name in keyless)
    untested = {name for name, model in models.items() if model["unique_id"] not in tested}
    assert untested == keyless


def test_every_required_column_of_the_marts_is_there(models: dict[str, Any]) -> None:
    missing = {
        mart: absent
        for mart, columns in REQUIRED.items()
        if (absent := set(columns.split()) - set(models.get(mart, {"columns": {}})["columns"]))
    }
    assert missing == {}


def test_sources_are_read_where_they_belong(
    manifest: dict[str, Any], models: dict[str, Any]
) -> None:
    for name, model in models.items():
        parents = model["depends_on"]["nodes"]
        sources = {
            manifest["sources"][parent]["schema"]
            for parent in parents
            if parent.startswith("source.")
        }
        if model["schema"] == "staging" and (is_base(name) or is_kept(model)):
            # what is kept from night to night depends on nothing that can change behind its back
            assert sources == {"raw"}, name
            assert all(parent.startswith("source.") for parent in parents), name
        elif model["schema"] == "staging":
            system = name.split("_")[1]
            assert sources <= {"raw", "config"}, name
            of_others = [
                parent
                for parent in parents
                if parent.startswith("model.") and f"_{system}__" not in parent
            ]
            assert of_others == [], name
        elif "canonical" in model["fqn"]:
            # what was landed as a whole is no record of any entity, so no staging model has it
            assert sources <= ({"raw"} if name == "int_landed_streams" else {"config"}), name
        else:
            assert sources == set(), name


def test_every_source_column_has_a_type(manifest: dict[str, Any]) -> None:
    assert manifest["sources"]
    for table in manifest["sources"].values():
        assert table["description"].strip(), table["name"]
        assert table["columns"], table["name"]
        assert all(column["data_type"] for column in table["columns"].values()), table["name"]


def test_layers_are_read_in_one_direction(manifest: dict[str, Any], models: dict[str, Any]) -> None:
    schema = {model["unique_id"]: model["schema"] for model in models.values()}
    for name, model in in_schema(models, "staging", "intermediate").items():
        parents = {schema.get(parent) for parent in model["depends_on"]["nodes"]}
        assert not parents & {"marts", "contacts"}, name


def test_a_singular_test_shows_as_a_check_of_its_mart(
    manifest: dict[str, Any], models: dict[str, Any]
) -> None:
    singular = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and "test_metadata" not in node
    ]
    assert singular
    for node in singular:
        checked = node["config"]["meta"]["dagster"]["ref"]["name"]
        assert models[checked]["unique_id"] in node["depends_on"]["nodes"], node["name"]


def test_no_name_or_contact_point_is_in_the_marts(models: dict[str, Any]) -> None:
    for name, model in in_schema(models, "marts").items():
        if name == "dim_rep":  # people of the company itself
            continue
        private = {"email", "phone", "note", "raw_value", "normalized", "contact_email", "invitee"}
        assert not private & set(model["columns"]), name


def test_models_are_short() -> None:
    files = sorted((PROJECT / "models").rglob("*.sql"))
    assert files
    lengths = {file.name: len(file.read_text().splitlines()) for file in files}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_MODEL} == {}
