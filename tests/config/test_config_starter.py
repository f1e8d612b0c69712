import re
from importlib.resources import files

import pytest
import yaml

from connectors.config import init, load
from connectors.config.entities import ENTITIES
from connectors.config.models import Company, Document, Publish, Rules, Source, Table
from connectors.errors import UserError


def test_init_writes_a_configuration_that_loads(tmp_path):
    written = init(tmp_path / "new" / "folder")
    assert all(path.is_file() for path in written)
    assert {str(path.relative_to(tmp_path / "new" / "folder")) for path in written} == {
        "salescycle.yml",
        "salescycle.schema.json",
        ".env.example",
        "company/reps.csv",
        "company/quotas.csv",
        "company/exchange_rates.csv",
        "company/holidays.csv",
        "company/overrides.csv",
    }
    config = load(written[0], env={})
    assert [source.name for source in config.sources] == ["sheets"]
    assert config.company == Company()
    header = (config.folder / "company" / "quotas.csv").read_text()
    assert header == "period,measure,quota,weight,owner,team,currency\n"
    assert set(header.strip().split(",")) == set(ENTITIES["quota"].names)


def test_the_settings_behind_a_hash_are_right_too(tmp_path):
    text = (files("connectors.config") / "templates" / "salescycle.yml").read_text("utf-8")
    settings = re.sub(r"^( *)# ", r"\1", text.split("\n", 1)[1], flags=re.MULTILINE)
    path = tmp_path / "salescycle.yml"
    path.write_text(settings)
    data = yaml.safe_load(settings)
    assert set(data) == set(Document.model_fields)
    assert set(data["company"]) == set(Company.model_fields)
    assert set(data["rules"]) == set(Rules.model_fields)
    assert set(data["publish"]) == set(Publish.model_fields)
    assert set(data["sources"][0]) == set(Source.model_fields) - {"primary"}
    assert set().union(*data["sources"][0]["tables"]) <= set(Table.model_fields)
    config = load(path, env={})
    assert config.company.model_dump() == {**Company().model_dump(), "default_region": "DK"}
    shipped = {**Rules().model_dump(), "channels": {"referral": ("friend of the house",)}}
    assert config.rules.model_dump() == shipped
    assert config.publish == Publish()


def test_init_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / ".git").mkdir()
    init(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(UserError, match="not empty; give `salescycle init` an empty folder"):
        init(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_init_says_when_the_folder_is_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="choose a folder you may write"):
        init(tmp_path / "file")
