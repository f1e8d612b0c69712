"""A day that can be read: what is served, what lies beside it, and who may ask."""

import csv
import os
from pathlib import Path

import pytest
import requests
import yaml

from connectors.config.load import load
from sandbox.api import ids
from sandbox.company import Company, roster
from sandbox.crms import CRMS
from sandbox.sheets.beside import CALENDLY_TOKEN, mapping
from sandbox.worlds import WORLDS

HUBSPOT_TOKEN = CRMS[0].variable


@pytest.fixture(scope="module")
def folder(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies beside the APIs after two days."""
    path = tmp_path_factory.mktemp("beside")
    for day in (0, 1):
        with WORLDS["hubspot"](company, path, day):
            assert path.exists()
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_while_a_day_is_shown_its_apis_answer(company: Company, tmp_path: Path) -> None:
    assert HUBSPOT_TOKEN not in os.environ
    with WORLDS["hubspot"](company, tmp_path, 0):
        config = load(tmp_path / "salescycle.yml")
        assert [(source.name, source.type) for source in config.sources] == [
            ("crm", "hubspot"),
            ("calendar", "calendly"),
            ("sheets", "spreadsheet"),
        ]
        written = yaml.safe_load((tmp_path / "salescycle.yml").read_text())["sources"]
        for source, path in zip(written, ("account-info/v3/details", "users/me"), strict=False):
            url = f"{source['base_url']}/{path}"
            token = os.environ[source["token"].strip("${}")]
            assert requests.get(url, timeout=10).status_code == 401
            headers = {"Authorization": f"Bearer {token}"}
            answer = requests.get(url, headers=headers, timeout=10)
            assert answer.status_code == 200
            assert answer.headers["Date"] == "Tue, 30 Jun 2026 22:00:00 GMT"
    assert HUBSPOT_TOKEN not in os.environ
    assert CALENDLY_TOKEN not in os.environ
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)


def test_no_secret_is_written(folder: Path) -> None:
    assert "sandbox-token" not in (folder / "salescycle.yml").read_text()


def test_every_mapped_column_is_in_its_sheet(folder: Path) -> None:
    tables = yaml.safe_load((folder / "salescycle.yml").read_text())["sources"][2]["tables"]
    assert len(tables) == 4
    for table in tables:
        (path, *_) = sorted(folder.glob(table["path"]))
        assert set(table["columns"].values()) <= rows(path)[0].keys()


def test_quotas_are_told_once(folder: Path, company: Company) -> None:
    sheet = rows(folder / "company/quotas.csv")
    monthly = [q for q in sheet if q["measure"] == "revenue" and q["owner"]]
    assert {quota["currency"] for quota in monthly} == {"DKK"}
    assert len(sheet) < len(list(roster.quotas()))


def test_referrals_name_the_records_of_the_crm(folder: Path, company: Company) -> None:
    listed = [row for path in folder.glob("sheets/referrals_*.csv") for row in rows(path)]
    known = {ids.lead(lead.lead_id) for attempt in company.attempts for lead in attempt.leads}
    known |= {ids.deal(a.deal.deal_id) for a in company.attempts if a.deal and not a.deal.is_legacy}
    people = {ids.person(person.number) for person in company.people}
    assert listed
    assert {row["Referred"] for row in listed} <= known
    by_id = {row["Referrer"] for row in listed if "@" not in row["Referrer"]}
    assert by_id
    assert by_id & people


def test_the_mistyped_deal_lies_in_a_sheet(folder: Path) -> None:
    (deal,) = rows(folder / "sheets/mistyped_deals.csv")
    assert deal["Close date"] < deal["Created"]


def test_a_day_is_written_the_same_again(company: Company, folder: Path, tmp_path: Path) -> None:
    with WORLDS["hubspot"](company, tmp_path, 0), WORLDS["hubspot"](company, tmp_path, 1):
        sheets = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
        assert len(sheets) > 5
        for sheet in sheets:
            assert (tmp_path / sheet).read_bytes() == (folder / sheet).read_bytes()


def test_the_mapping_names_the_addresses() -> None:
    written = mapping(CRMS[0], "http://127.0.0.1:1/a", "http://127.0.0.1:1/b")
    sources = yaml.safe_load(written)["sources"]
    assert [source.get("base_url") for source in sources] == [
        "http://127.0.0.1:1/a",
        "http://127.0.0.1:1/b",
        None,
    ]


def test_every_world_is_held_against_the_truth() -> None:
    held = {
        path.stem.rpartition("truth_")[2] for path in Path(__file__).parent.glob("test_marts_*")
    }
    assert held == set(WORLDS)
