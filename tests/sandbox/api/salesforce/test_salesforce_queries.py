"""The Salesforce-shaped API: what SOQL finds, in which order, page by page, and what it refuses."""

import pytest

from sandbox.api.salesforce.schema import OBJECTS
from tests.sandbox.api.salesforce.client import DATA


def test_a_record_has_its_attributes_and_the_fields_that_are_asked_for(crm):
    page = crm.query("select Id, StageName, Amount from Opportunity where IsWon = true limit 3")
    for record in page.json()["records"]:
        url = f"{DATA}/sobjects/Opportunity/{record['Id']}"
        assert record.pop("attributes") == {"type": "Opportunity", "url": url}
        assert record.keys() == {"Id", "StageName", "Amount"}
    assert page.json()["totalSize"] == 3


def test_fields_of_related_records_lie_in_objects_of_their_own(crm):
    found = crm.all(
        "SELECT Id, AccountId, Account.Name, Account.Owner.Email, OwnerId, Owner.Name"
        " FROM Opportunity",
        "query",
    )
    assert {record["Account"] is None for record in found.values()} == {True, False}
    for record in found.values():
        assert record["Owner"]["attributes"]["url"].endswith(record["OwnerId"])
        if record["Account"]:
            assert record["Account"].keys() == {"attributes", "Name", "Owner"}
            assert "@" in record["Account"]["Owner"]["Email"]
        else:
            assert record["AccountId"] is None


def test_what_an_activity_is_about_may_be_one_of_several_objects(crm):
    found = crm.all("SELECT Id, WhoId, Who.Type, Who.Name, What.Type FROM Task", "query")
    kinds = {record["Who"]["Type"] for record in found.values() if record["Who"]}
    assert kinds == {"Lead", "Contact"}
    assert {r["What"]["Type"] for r in found.values() if r["What"]} == {"Opportunity"}
    only = crm.all("SELECT Id FROM Task WHERE Who.Type = 'Lead'", "query")
    assert only.keys() == {i for i, r in found.items() if (r["WhoId"] or "").startswith("00Q")}
    assert only


WHERE = {
    "Amount > 5000 AND Amount <= 9000.5": lambda r: 5000 < (r["Amount"] or 0) <= 9000.5,
    "Amount = null": lambda r: r["Amount"] is None,
    "Amount != NULL": lambda r: r["Amount"] is not None,
    "StageName IN ('Closed won', 'invoiced')": lambda r: (
        r["StageName"] in ("Closed won", "Invoiced")
    ),
    "StageName NOT IN ('Closed won')": lambda r: r["StageName"] != "Closed won",
    "StageName LIKE 'closed%'": lambda r: r["StageName"].startswith("Closed"),
    "NOT (IsClosed = TRUE)": lambda r: not r["IsClosed"],
    "CloseDate >= 2026-07-01": lambda r: r["CloseDate"] >= "2026-07-01",
    "(IsWon = true OR Amount = null) AND CreatedDate < 2025-06-01T00:00:00+02:00": lambda r: (
        (r["IsWon"] or r["Amount"] is None) and r["CreatedDate"] < "2025-05-31T22:00:00"
    ),
    "Sales_Region__c = 'Østjylland'": lambda r: r["Sales_Region__c"] == "Østjylland",
}


@pytest.mark.parametrize("where", WHERE)
def test_conditions_choose(crm, where):
    fields = "Id, Amount, StageName, IsClosed, IsWon, CloseDate, CreatedDate, Sales_Region__c"
    everything = crm.all(f"SELECT {fields} FROM Opportunity", "query")
    found = crm.all(f"SELECT Id FROM Opportunity WHERE {where}", "query")
    assert found.keys() == {i for i, record in everything.items() if WHERE[where](record)}
    assert 0 < len(found) < len(everything)


def test_an_id_may_have_fifteen_characters(crm):
    whole = list(crm.all("SELECT Id FROM Account", "query"))[3]
    for spelt in (whole, whole[:15]):
        assert crm.all(f"SELECT Id FROM Account WHERE Id = '{spelt}'", "query").keys() == {whole}


def test_quotes_in_texts_are_escaped(client, vendor):
    (lead,) = vendor.create(1)
    assert client.all("SELECT Id FROM Lead WHERE Name = 'Lead 0'", "query").keys() == {lead}
    assert client.all(r"SELECT Id FROM Lead WHERE Name != 'O\'Hara'", "query").keys() == {lead}


def test_rows_are_sorted_by_several_fields_nulls_first(crm):
    answer = crm.query("SELECT Id, Amount, Name FROM Opportunity ORDER BY Amount, Name DESC, Id")
    rows = [(r["Amount"], r["Name"].lower()) for r in answer.json()["records"]]
    nulls = [row for row in rows if row[0] is None]
    assert rows[: len(nulls)] == nulls
    assert nulls == sorted(nulls, key=lambda row: row[1], reverse=True)
    amounts = [amount for amount, _ in rows[len(nulls) :]]
    assert amounts == sorted(amounts)
    last = crm.query("SELECT Amount FROM Opportunity ORDER BY Amount DESC NULLS LAST LIMIT 1")
    assert last.json()["records"][0]["Amount"] == max(amounts)


def test_counts_and_sums(crm):
    found = crm.all("SELECT Id, Amount, StageName FROM Opportunity", "query").values()
    count = crm.query("SELECT COUNT() FROM Opportunity").json()
    assert count == {"totalSize": len(found), "done": True, "records": []}
    page = crm.query("SELECT COUNT(Id), SUM(Amount) whole FROM Opportunity").json()
    (row,) = page["records"]
    assert row["attributes"] == {"type": "AggregateResult"}
    whole = sum(r["Amount"] or 0 for r in found)
    assert (row["expr0"], row["whole"]) == (len(found), pytest.approx(whole))
    groups = crm.query("SELECT StageName, COUNT(Id) n FROM Opportunity GROUP BY StageName").json()
    assert {row["StageName"]: row["n"] for row in groups["records"]} == {
        word: sum(r["StageName"] == word for r in found) for word in {r["StageName"] for r in found}
    }


def test_fields_can_be_asked_for_by_their_kind(crm):
    (record,) = crm.query("SELECT FIELDS(ALL) FROM Lead LIMIT 1").json()["records"]
    assert record.keys() - {"attributes"} == {f.name for f in OBJECTS["lead"].fields.values()}
    assert crm.error("SELECT FIELDS(ALL) FROM Lead")[1] == "MALFORMED_QUERY"
    (own,) = crm.query("SELECT FIELDS(CUSTOM) FROM Lead LIMIT 1").json()["records"]
    assert all(name.endswith("__c") for name in own.keys() - {"attributes"})


def test_pages_follow_a_locator_and_the_server_may_make_them_shorter(client, vendor):
    made = list(vendor.create(4_500))
    first = client.query("SELECT Id FROM Lead").json()
    assert (len(first["records"]), first["totalSize"], first["done"]) == (2_000, 4_500, False)
    assert first["nextRecordsUrl"].endswith("-2000")
    assert list(client.all("SELECT Id FROM Lead")) == made
    asked = client.query("SELECT Id FROM Lead", **{"Sforce-Query-Options": "batchSize=250"})
    assert len(asked.json()["records"]) == 250
    vendor.answers.most = 100
    shorter = client.query("SELECT Id FROM Lead").json()
    assert (len(shorter["records"]), shorter["nextRecordsUrl"][-4:]) == (100, "-100")


def test_a_locator_keeps_what_was_found(client, vendor):
    vendor.answers.most = 200
    made = list(vendor.create(300))
    page = client.query("SELECT Id, Name FROM Lead WHERE FirstName = null").json()
    vendor.create(5)
    vendor.change(made[0])
    rest = client.get(page["nextRecordsUrl"]).json()
    assert [record["Id"] for record in rest["records"]] == made[200:]


def test_locators_that_were_not_given_or_are_too_old_are_refused(client, vendor):
    vendor.answers.most = 1
    vendor.create(3)
    first = client.query("SELECT Id FROM Lead").json()["nextRecordsUrl"]
    for n in range(10):
        client.query(f"SELECT Id FROM Lead LIMIT 2 OFFSET {n % 2}")
    for url in (first, f"{DATA}/query/01gSomethingElse-2"):
        answer = client.get(url)
        assert answer.status_code == 400
        assert answer.json()[0]["errorCode"] == "INVALID_QUERY_LOCATOR"


REFUSED = {
    "SELECT Id FROM Nothing": "INVALID_TYPE",
    "SELECT Nothing FROM Lead": "INVALID_FIELD",
    "SELECT Id, Nothing.Name FROM Lead": "INVALID_FIELD",
    "SELECT Id, Id FROM Lead": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE Nothing = 1": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE SystemModstamp > '2026-01-01T00:00:00Z'": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE SystemModstamp > 2026-01-01": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE Name = 5": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE Description = 'x'": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE IsDeleted > false": "INVALID_FIELD",
    "SELECT Id FROM Lead WHERE": "MALFORMED_QUERY",
    "SELECT Id FROM Lead WHERE Name = 'a' AND Name = 'b' OR Name = 'c'": "MALFORMED_QUERY",
    "SELECT Id FROM Lead WHERE Name = 'a": "MALFORMED_QUERY",
    "SELECT Id FROM Lead ORDER Name": "MALFORMED_QUERY",
    "SELECT Id FROM Lead LIMIT many": "MALFORMED_QUERY",
    "SELECT * FROM Lead": "MALFORMED_QUERY",
    "SELECT FOO(Id) FROM Lead": "MALFORMED_QUERY",
    "SELECT COUNT(), Id FROM Lead": "MALFORMED_QUERY",
    "": "MALFORMED_QUERY",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_answered_is_refused(client, text):
    status, code, message = client.error(text)
    assert (status, code) == (400, REFUSED[text])
    assert message
