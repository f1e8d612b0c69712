"""A company that moves from one CRM to another and reads both: nothing is counted twice.

HubSpot is the new one, and what it says counts. Salesforce keeps for every lead and opportunity the
id that it has there.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.cli import main
from sandbox.api import Sandbox
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.hubspot.world import HUBSPOT
from sandbox.api.salesforce.api import Salesforce
from sandbox.api.salesforce.world import SALESFORCE
from sandbox.company import Company
from sandbox.company.clock import day_of, end_of
from sandbox.run import SEED
from sandbox.sheets import beside
from sandbox.truth import Books
from sandbox.truth.as_apis_tell import as_apis_tell
from tests.sandbox.comparison import MARTS, Mart, differences
from tests.sandbox.same_marts import Night
from tests.sandbox.vendor_ids import CompanyIds

TOKEN = "sandbox-token-of-two-crms"


def external_ids(company: Company) -> dict[str, str]:
    """Salesforce's id of every lead and deal: HubSpot's."""
    found: dict[str, str] = {}
    for attempt in company.attempts:
        if attempt.is_in_crm:
            for lead in attempt.leads:
                found[SALESFORCE.ids.lead(lead.lead_id)] = HUBSPOT.ids.lead(lead.lead_id)
            if attempt.deal is not None:
                deal_id = attempt.deal.deal_id
                found[SALESFORCE.ids.deal(deal_id)] = HUBSPOT.ids.deal(deal_id)
    return found


def configure(folder: Path, sandbox: Sandbox) -> None:
    """Add the other CRM to the configuration of the first."""
    path = folder / "salescycle.yml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["sources"][0]["primary"] = True
    # without fields of its own, whose segments would be beside those of the first
    other = {**yaml.safe_load(SALESFORCE.settings), "fields": {}}
    for entity in ("deal", "lead"):
        other["properties"][entity]["external_id"] = "External_Id__c"
    other |= {
        "name": "old_crm",
        "type": "salesforce",
        "external_source": "crm",
        "token": f"${{{SALESFORCE.variable}}}",
        "base_url": sandbox.url("salesforce"),
        "calls_per_second": 1000,
    }
    document["sources"].insert(1, other)
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder, day = tmp_path_factory.mktemp("two"), 0
    company, end = Company(SEED, day=day), end_of(day)
    org = Salesforce(company, lambda: end)
    org.org.external = external_ids(company)
    vendors = (HubSpot(company, lambda: end), org, Calendly(company, lambda: end))
    with (
        Sandbox(vendors, token=TOKEN, now=lambda: end) as sandbox,
        pytest.MonkeyPatch.context() as patch,
    ):
        for variable in (HUBSPOT.variable, SALESFORCE.variable, beside.CALENDLY_TOKEN):
            patch.setenv(variable, TOKEN)
        urls = sandbox.url("hubspot"), sandbox.url("calendly")
        beside.write(company, folder, day, HUBSPOT, *urls)
        configure(folder, sandbox)
        config, home = str(folder / "salescycle.yml"), str(folder / "home")
        words = ["--config", config, "--home", home, "--as-of", str(day_of(day)), "--quiet"]
        assert main(["run", *words]) == 0
    told = as_apis_tell(company, end, HUBSPOT)
    # what only one of the two can log is known all the same
    told.attempts = [
        replace(attempt, activities=whole.activities)
        for attempt, whole in zip(told.attempts, company.attempts, strict=True)
    ]
    database = (folder / "home" / "published" / "salescycle.duckdb").resolve()
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield Night(connection, Books(told, day), CompanyIds(company, HUBSPOT).of)


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_mart_equals_truth(night: Night, mart: Mart) -> None:
    assert sum(1 for _ in mart.truth(night.books)) > 100
    said = differences(night.connection, night.books, mart, night.naming)
    assert not said, f"{len(said)} differences: " + "\n".join(said[:10])


def test_every_record_of_both_leads_to_its_cycle(night: Night) -> None:
    rows = night.connection.execute(
        "select source, record_type, count(distinct record_id), count(distinct cycle_id)"
        " from marts.bridge_cycle_ids where source in ('crm', 'old_crm') group by all order by all"
    ).fetchall()
    counts = {(source, kind): (records, cycles) for source, kind, records, cycles in rows}
    assert counts["crm", "deal"][1] == counts["old_crm", "deal"][1] > 1_000
    assert counts["crm", "lead"][1] == counts["old_crm", "lead"][1] > 1_000
