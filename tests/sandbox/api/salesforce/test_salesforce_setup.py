"""The Salesforce-shaped API: users, quotas, rates and stages, and what a day changes."""

from collections import Counter

import pytest
import requests

from sandbox.api.salesforce import Salesforce, ids
from sandbox.api.salesforce.schema import OBJECTS
from sandbox.api.salesforce.settings import is_goal
from sandbox.api.salesforce.soql import datetime_text
from sandbox.company.clock import end_of
from sandbox.company.market import rates
from sandbox.company.roster import NAMES, STRANGER, last_day, quotas
from tests.sandbox.api.salesforce.client import serving


def test_who_left_is_not_active(company, read):
    users = read("User")
    for rep_id in NAMES:
        left = last_day(rep_id)
        assert users[ids.rep(rep_id)]["IsActive"] == (left is None or left > company.today)
    assert users[ids.SYSTEM_USER]["UserType"] != "Standard"
    assert users[ids.rep(STRANGER)]["Name"] == STRANGER


def test_quotas_are_those_of_reps_by_month(read):
    periods = read("Period")
    found = Counter(
        (periods[row["PeriodId"]]["StartDate"], row["QuotaOwnerId"], row["CurrencyIsoCode"])
        for row in read("ForecastingQuota").values()
    )
    expected = Counter(
        (f"{quota.period}-01", ids.rep(quota.owner), quota.currency)
        for quota in quotas()
        if is_goal(quota)
    )
    assert found == expected
    assert {currency for _, _, currency in found} == {"EUR", "DKK"}


def test_rates_are_units_for_one_of_our_own(company, read):
    found = {
        (row["IsoCode"], row["StartDate"]): row["ConversionRate"]
        for row in read("DatedConversionRate").values()
    }
    known = {(c, f"{day}"): price for c, day, price in rates(company.seed, company.today)}
    assert found.keys() == known.keys()
    for key, rate in found.items():
        assert 1 / rate == pytest.approx(known[key], rel=1e-5)


def test_a_stage_gets_another_label_and_records_keep_its_name(company):
    with requests.Session() as session:
        labels = []
        for day in (0, 1):
            vendor = Salesforce(company, lambda day=day: end_of(day))
            with serving(vendor, session) as client:
                (row,) = client.all(
                    "SELECT Id, MasterLabel, ApiName, SystemModstamp FROM OpportunityStage"
                    " WHERE ApiName = 'Proposal sent'"
                ).values()
                labels.append((row["MasterLabel"], row["ApiName"]))
                found = client.all("SELECT Id FROM Opportunity WHERE StageName = 'Offer sent'")
                assert not found
    assert labels == [("Proposal sent", "Proposal sent"), ("Offer sent", "Proposal sent")]


def test_the_next_day_changes_nothing_that_did_not_happen(company):
    """What is older than a day has the same modstamp and the same fields on both days."""
    days = []
    with requests.Session() as session:
        for day in (20, 21):
            with serving(Salesforce(company, lambda day=day: end_of(day)), session) as client:
                names = [f.name for f in OBJECTS["opportunity"].fields.values()]
                fields = ", ".join(name for name in names if name != "Days_Open__c")
                days.append(client.all(f"SELECT {fields} FROM Opportunity", "query"))
    border = datetime_text(end_of(20))
    same = 0
    for record_id, row in days[0].items():
        after = days[1][record_id]
        if after["SystemModstamp"] < border:
            assert after == row
            same += 1
        else:
            assert after != row
    assert 0 < same < len(days[0])
