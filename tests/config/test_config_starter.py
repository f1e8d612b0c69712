import re
from importlib.resources import files

import pytest
import yaml

from connectors.config import init, load
from connectors.config.entities import ENTITIES
from connectors.config.models import (
    SOURCE_TYPES,
    CalendlySource,
    Company,
    Document,
    HubSpotSource,
    Publish,
    Rules,
    SpreadsheetSource,
    Table,
)
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
    sheets, crm, *others, calendar = data["sources"]
    assert set(sheets) == set(SpreadsheetSource.model_fields) - {"primary", "external_source"}
    assert set(crm) == set(HubSpotSource.model_fields) - {"oauth", "login"}
    assert set(calendar) <= set(CalendlySource.model_fields)
    assert all(set(other) <= set(SOURCE_TYPES[other["type"]].model_fields) for other in others)
    assert {"lookback_days", "no_show_days"} <= set(calendar)
    assert set().union(*sheets["tables"]) <= set(Table.model_fields)
    tokens = dict.fromkeys(re.findall(r"\${(\w+)}", settings), "token")
    config = load(path, env=tokens)
    for source, shipped_one in (
        (config.sources[1], HubSpotSource),
        (config.sources[-1], CalendlySource),
    ):
        minimal = shipped_one(name="x", type=source.type, token="token")
        for name in ("base_url", "timeout_seconds", "lead_contacts", "lookback_days"):
            assert getattr(source, name, None) == getattr(minimal, name, None)
    example = (files("connectors.config") / "templates" / "env.example").read_text("utf-8")
    assert (
        set(tokens)
        >= {"HUBSPOT_TOKEN", "TRYTON_PASSWORD", "CALENDLY_TOKEN"}
        == set(re.findall(r"^# (\w+)=$", example, re.M))
    )
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
