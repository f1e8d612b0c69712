"""The Salesforce-shaped API beside its queries: descriptions, deletions, jobs, limits, errors."""

from datetime import timedelta

import pytest

from sandbox.api.salesforce import Salesforce, ids
from sandbox.api.salesforce.describe import PICKLISTS
from sandbox.api.salesforce.schema import OBJECTS
from sandbox.api.salesforce.soql import datetime_text
from tests.sandbox.api.salesforce.client import DATA, serving
from tests.sandbox.api.salesforce.conftest import START


def test_ids_keep_their_order_and_tell_case_apart_in_small_letters():
    spelt = [ids.spell("006", number) for number in (0, 9, 10, 35, 36, 61, 62, 5_000_000)]
    assert spelt == sorted(spelt)
    assert [ids.number_of(each) for each in spelt] == [0, 9, 10, 35, 36, 61, 62, 5_000_000]
    assert ids.spell("006", 10).lower() != ids.spell("006", 36).lower()
    # a pair that is given as an example everywhere
    assert ids.whole("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    assert all(len(each) == 18 and ids.whole(each[:15]) == each for each in spelt)


def test_what_the_user_may_not_see_is_not_there(client, vendor):
    vendor.org.hidden |= {"Lead.Email", "ForecastingQuota"}
    assert client.error("SELECT Email FROM Lead")[1] == "INVALID_FIELD"
    assert client.error("SELECT Id FROM ForecastingQuota")[1] == "INVALID_TYPE"
    fields = client.get(f"{DATA}/sobjects/Lead/describe").json()["fields"]
    assert "Email" not in {field["name"] for field in fields}
    listed = client.get(f"{DATA}/sobjects").json()["sobjects"]
    assert {one["name"] for one in listed} == {o.name for o in OBJECTS.values()} - {
        "ForecastingQuota"
    }
    assert client.get(f"{DATA}/sobjects/ForecastingQuota/describe").status_code == 404


def test_a_uri_that_is_too_long_is_refused(client):
    names = " OR ".join(f"Name = 'somebody number {n}'" for n in range(700))
    assert client.query(f"SELECT Id FROM Lead WHERE {names}").status_code == 414


def test_descriptions_tell_every_field(crm):
    told = crm.get(f"{DATA}/sobjects/Opportunity/describe").json()
    fields = {field["name"]: field for field in told["fields"]}
    assert (told["name"], told["keyPrefix"]) == ("Opportunity", "006")
    assert fields["StageName"]["nillable"] is False
    values = [value["value"] for value in fields["StageName"]["picklistValues"]]
    assert values == list(PICKLISTS["Opportunity.StageName"])
    assert fields["Days_Open__c"]["calculated"]
    assert fields["Sales_Region__c"]["custom"]
    assert not fields["Description"]["filterable"]
    assert (fields["OwnerId"]["referenceTo"], fields["OwnerId"]["relationshipName"]) == (
        ["User"],
        "Owner",
    )
    everything = ", ".join(fields)
    assert crm.query(f"SELECT {everything} FROM Opportunity LIMIT 1").status_code == 200


@pytest.mark.parametrize("name", [one.name for one in OBJECTS.values()])
def test_every_object_can_be_read(crm, name):
    names = ", ".join(field.name for field in OBJECTS[name.lower()].fields.values())
    found = crm.all(f"SELECT {names} FROM {name}")
    assert found
    for record in found.values():
        for field in OBJECTS[name.lower()].fields.values():
            assert field.is_nillable or record[field.name] is not None, field.name


def test_what_is_deleted_is_in_the_bin_for_fifteen_days(client, vendor, clock):
    lead, other = vendor.create(2)
    vendor.delete(lead)
    assert client.all("SELECT Id FROM Lead", "query").keys() == {other}
    binned = client.all("SELECT Id, IsDeleted, SystemModstamp FROM Lead WHERE IsDeleted = true")
    assert binned.keys() == {lead}
    clock.now += timedelta(days=1)
    span = {"start": datetime_text(START - timedelta(hours=1)), "end": datetime_text(clock.now)}
    told = client.get(f"{DATA}/sobjects/Lead/deleted/", **span).json()
    assert told == {
        "deletedRecords": [{"id": lead, "deletedDate": binned[lead]["SystemModstamp"]}],
        "earliestDateAvailable": "2026-02-16T03:00:00.000+0000",
        "latestDateCovered": "2026-03-03T03:00:00.000+0000",
    }
    clock.now += timedelta(days=15)
    assert client.all("SELECT Id FROM Lead").keys() == {other}
    refused = client.get(f"{DATA}/sobjects/Lead/deleted/", **span)
    assert refused.status_code == 400
    assert refused.json()[0]["errorCode"] == "INVALID_REPLICATION_DATE"


def test_who_loses_in_a_merge_is_deleted_and_names_the_survivor(client, vendor, clock):
    loser, survivor = vendor.create(2)
    clock.now += timedelta(hours=1)
    vendor.merge(loser, survivor)
    found = client.all("SELECT Id, IsDeleted, MasterRecordId, SystemModstamp FROM Lead")
    assert (found[loser]["IsDeleted"], found[loser]["MasterRecordId"]) == (True, survivor)
    assert not found[survivor]["IsDeleted"]
    assert found[survivor]["SystemModstamp"] > datetime_text(START + timedelta(minutes=59))


def test_a_change_moves_the_modstamp_and_nothing_else_does(client, vendor, clock):
    first = vendor.create(2)[0]
    before = client.all("SELECT Id, SystemModstamp FROM Lead")
    clock.now += timedelta(minutes=5)
    vendor.change(first)
    found = client.all(
        f"SELECT Id, Description FROM Lead WHERE SystemModstamp > {before[first]['SystemModstamp']}"
    )
    assert found.keys() == {first}
    assert found[first]["Description"] == "changes so far: 1"


def test_a_job_is_looked_at_until_it_is_done_and_read_in_parts(client, vendor):
    made = list(vendor.create(250))
    told = client.job("SELECT Id, Name, Description, CreatedDate, IsDeleted FROM Lead").json()
    assert (told["state"], told["object"]) == ("UploadComplete", "Lead")
    url = f"{DATA}/jobs/query/{told['id']}"
    assert client.get(f"{url}/results").status_code == 400
    states = [client.get(url).json() for _ in range(3)]
    assert [each["state"] for each in states] == ["InProgress", "JobComplete", "JobComplete"]
    assert states[-1]["numberRecordsProcessed"] == 250
    rows, locator = [], {}
    for size in (100, 100, 50):
        part, headers = client.results(told["id"], maxRecords=100, **locator)
        assert (len(part), headers["Sforce-NumberOfRecords"]) == (size, str(size))
        locator = {"locator": headers["Sforce-Locator"]}
        rows += part
    assert locator == {"locator": "null"}
    assert [row["Id"] for row in rows] == made
    assert rows[0] == {
        "Id": made[0],
        "Name": "Lead 0",
        "Description": "",
        "CreatedDate": "2026-03-02T03:00:00.000Z",
        "IsDeleted": "false",
    }
    answer = client.session.delete(f"{client.url}{url}", timeout=10)
    assert (answer.status_code, client.get(url).status_code) == (204, 404)


def test_texts_in_a_result_may_hold_anything(client, vendor):
    (lead,) = vendor.create(1)
    text = 'two\nlines, "quoted"\r\nand Østjylland'
    vendor.org.made.text = text
    vendor.change(lead)
    told = client.job(f"SELECT Id, Description FROM Lead WHERE Id = '{lead}'").json()
    for _ in range(2):
        client.get(f"{DATA}/jobs/query/{told['id']}")
    rows, _ = client.results(told["id"])
    assert rows == [{"Id": lead, "Description": f"{text} 1"}]


NOT_IN_BULK = {
    "SELECT Id, Address FROM Lead": "FUNCTIONALITY_NOT_ENABLED",
    "SELECT Id FROM LeadStatus": "INVALIDENTITY",
    "SELECT COUNT(Id) FROM Lead": "API_ERROR",
    "SELECT Nothing FROM Lead": "INVALID_FIELD",
    "SELECT": "MALFORMED_QUERY",
}


@pytest.mark.parametrize("text", NOT_IN_BULK)
def test_what_no_job_can_read_is_refused(client, text):
    answer = client.job(text)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, NOT_IN_BULK[text])


def test_a_job_that_is_called_off_has_no_result(client, vendor):
    vendor.create(1)
    job_id = client.job("SELECT Id FROM Lead").json()["id"]
    url = f"{client.url}{DATA}/jobs/query/{job_id}"
    aborted = client.session.patch(url, json={"state": "Aborted"}, timeout=10)
    assert aborted.json()["state"] == "Aborted"
    assert client.get(f"{DATA}/jobs/query/{job_id}").json()["state"] == "Aborted"
    assert client.get(f"{DATA}/jobs/query/{job_id}/results").status_code == 400


def test_every_answer_says_how_many_calls_are_used(client):
    used = [client.query("SELECT Id FROM Lead"), client.get(f"{DATA}/nothing")]
    assert [answer.headers["Sforce-Limit-Info"] for answer in used] == [
        "api-usage=1/15000",
        "api-usage=2/15000",
    ]
    told = client.get(f"{DATA}/limits").json()["DailyApiRequests"]
    assert told == {"Max": 15_000, "Remaining": 14_997}


def test_calls_beyond_the_days_are_refused_until_they_are_a_day_old(session, clock):
    vendor = Salesforce(None, clock, is_limited=True)
    vendor.per_day = 3
    with serving(vendor, session) as client:
        answers = [client.query("SELECT Id FROM Lead") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 403]
        assert answers[-1].json()[0]["errorCode"] == "REQUEST_LIMIT_EXCEEDED"
        assert "Retry-After" not in answers[-1].headers
        clock.now += timedelta(hours=25)
        assert client.query("SELECT Id FROM Lead").status_code == 200


def test_a_session_that_is_not_known_is_told_so(client):
    client.session.headers["Authorization"] = "Bearer another"
    answer = client.query("SELECT Id FROM Lead")
    assert answer.status_code == 401
    assert answer.json() == [
        {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}
    ]


def test_paths_are_counted_without_ids(vendor):
    assert vendor.path_kind(f"{DATA}/query/{ids.spell('01g', 7)}-2000") == f"{DATA}/query"
    job = f"{DATA}/jobs/query/{ids.spell('750', 7)}/results"
    assert vendor.path_kind(job) == f"{DATA}/jobs/query/{{id}}/results"
    assert vendor.path_kind(f"{DATA}/query") == f"{DATA}/query"
