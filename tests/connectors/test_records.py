"""What a row becomes: identity, payload, errors, stage dates, custom fields."""

from conftest import Sheets


def test_a_deal_with_everything(sheets: Sheets) -> None:
    sheets.fields = {"deal": {"region_c": {"type": "text"}, "seats": {"type": "number"}}}
    sheets.write(
        "deals.csv",
        "id,phase,won,value,product,Region,seats,unmapped\n"
        ' D1 ,Engaging,2026-03-01,"1.000,5",GTXPro,North,12,kept \n'
        "D2, ,,,GTX Pro,,n/a,\n",
    )
    sheets.declare(
        {
            "path": "deals.csv",
            "entity": "deal",
            "columns": {
                "deal_id": "id",
                "stage": "phase",
                "closed_at": "won",
                "amount": "value",
                "product": "product",
                "region_c": "Region",
            },
            "constants": {"currency": "BRL"},
            "values": {"product": {"GTXPro": "GTX Pro"}},
            "decimal": ",",
        }
    )
    result = sheets.sync("deal")
    assert result.problems == ["deals.csv:3: column 'seats': 'n/a' is not a number"]
    (first, second) = sheets.rows("deal")
    assert (first["record_id"], first["parent_id"], first["is_deleted"]) == ("D1", None, False)
    assert first["modified_at"] is None
    found = sheets.current("deal")
    assert found["D1"] == {
        "canonical": {
            "deal_id": " D1 ",
            "closed_at": "2026-03-01",
            "stage": "Engaging",
            "amount": "1000.5",
            "product": "GTX Pro",
            "currency": "BRL",
            "custom": {"region_c": "North", "seats": "12"},
        },
        "original": {
            "id": " D1 ",
            "phase": "Engaging",
            "won": "2026-03-01",
            "value": "1.000,5",
            "product": "GTXPro",
            "Region": "North",
            "seats": "12",
            "unmapped": "kept ",
        },
        "errors": [],
    }
    assert found["D2"]["canonical"] == {"deal_id": "D2", "product": "GTX Pro", "currency": "BRL"}
    assert found["D2"]["errors"] == [
        {
            "kind": "bad_cell",
            "column": "seats",
            "value": "n/a",
            "reason": "not a number",
            "file": "deals.csv",
            "line": 3,
        }
    ]
    assert second["seq"] == 1


def test_the_last_of_equal_keys_counts(sheets: Sheets) -> None:
    sheets.write("deals.csv", "deal_id,amount\nD1,100\nD2,30\nD1,150\nD1,200\n")
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    result = sheets.sync("deal")
    assert result.problems == ["deals.csv:5: used; 2 earlier rows with its key not used"]
    found = sheets.current("deal")
    assert {key: record["canonical"]["amount"] for key, record in found.items()} == {
        "D1": "200",
        "D2": "30",
    }
    assert found["D2"]["errors"] == []
    errors = found["D1"]["errors"]
    assert [(error["kind"], error["value"], error["line"]) for error in errors] == [
        ("duplicate_key", "D1", 2),
        ("duplicate_key", "D1", 4),
    ]


def test_rows_without_key_are_kept_as_errors(sheets: Sheets) -> None:
    sheets.write("deals.csv", "deal_id,name,amount\nD1,x,5\n,Total,5\n")
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    result = sheets.sync("deal")
    assert result.problems == ["deals.csv:3: column 'deal_id': '' is required and empty"]
    total = sheets.current("deal")["row:deals.csv:3"]
    assert total["canonical"] == {}
    assert total["original"] == {"name": "Total", "amount": "5"}
    assert [error["line"] for error in total["errors"]] == [3]
    sheets.write("deals.csv", "deal_id,name,amount\nD1,x,5\n")
    assert sheets.sync("deal").deleted == 1
    assert list(sheets.current("deal")) == ["D1"]


def test_equal_rows_without_identity_are_two_events(sheets: Sheets) -> None:
    event = "D1,Demo,2026-01-05\n"
    sheets.write("events.csv", f"deal_id,stage,entered_at\n{event}{event}D2,Demo,bad\n")
    sheets.declare({"path": "events.csv", "entity": "stage_event"})
    sheets.sync("stage_event")
    rows = sheets.rows("stage_event")
    assert [row["parent_id"] for row in rows] == ["D1", "D1", "D2"]
    assert len({row["record_id"] for row in rows}) == 3
    again = sheets.rows("stage_event")
    sheets.write("events.csv", f"deal_id,stage,entered_at\nD2,Demo,bad\n{event}{event}")
    assert sheets.sync("stage_event").deleted == 0
    moved = sheets.current("stage_event")
    assert moved.keys() == {row["record_id"] for row in again}


def test_an_activity_has_an_id_where_it_is_filled(sheets: Sheets) -> None:
    sheets.write(
        "calls.csv",
        "activity_id,kind,occurred_at,deal_id,lead_id\n"
        "A1,call,2026-01-05,D1,\n,call,2026-01-06,,L1\n,,2026-01-07,D1,\n",
    )
    sheets.declare({"path": "calls.csv", "entity": "activity"})
    sheets.sync("activity")
    first, second, third = sheets.rows("activity")
    assert (first["record_id"], first["parent_id"]) == ("A1", "D1")
    assert second["parent_id"] == "L1"
    assert len(second["record_id"].split(".")[0]) == 32
    assert third["record_id"] == "row:calls.csv:4"


def test_composite_keys(sheets: Sheets) -> None:
    sheets.write("rates.csv", "currency,date,rate\nUSD,2026-03-01,0.92\nUSD,2026-03-05,0.95\n")
    sheets.write(
        "quotas.csv", "period,measure,quota,owner\n2026-Q1,revenue,100,ann\n2026,revenue,9,\n"
    )
    sheets.declare(
        {"path": "rates.csv", "entity": "exchange_rate"}, {"path": "quotas.csv", "entity": "quota"}
    )
    sheets.sync("exchange_rate")
    sheets.sync("quota")
    assert list(sheets.current("exchange_rate")) == ["USD|2026-03-01", "USD|2026-03-05"]
    assert list(sheets.current("quota")) == ["2026-Q1|revenue|ann|", "2026|revenue||"]


def test_memberships_of_a_rep_are_no_duplicates(sheets: Sheets) -> None:
    sheets.write("reps.csv", "rep_id,team,starts_on\nr1,A,2026-01-01\nr1,B,2026-02-01\n")
    sheets.declare({"path": "reps.csv", "entity": "rep"})
    assert sheets.sync("rep").problems == []
    assert [rep["team"] for rep in sheets.canonical("rep").values()] == ["A", "B"]


def test_a_column_per_stage(sheets: Sheets) -> None:
    sheets.write(
        "deals.csv",
        "deal_id,Contacted on,Won on\nD1,2026-01-05,2026-01-20\nD2,2026-01-06,\nD3,n/a,\n",
    )
    sheets.declare(
        {
            "path": "deals.csv",
            "entity": "deal",
            "columns": {"deal_id": "deal_id"},
            "stage_dates": {"outreach": "Contacted on", "won": "Won on"},
        }
    )
    assert sheets.sync("deal").rows == 3
    sheets.sync("stage_event")
    assert sheets.canonical("stage_event") == {
        f"{deal}|{stage}": {
            "deal_id": deal,
            "stage": stage,
            "mapped_stage": stage,
            "evidence": "sheet",
            **({"entered_at": day} if day else {}),
        }
        for deal, stage, day in (
            ("D1", "outreach", "2026-01-05"),
            ("D1", "won", "2026-01-20"),
            ("D2", "outreach", "2026-01-06"),
            ("D3", "outreach", None),
        )
    }
    assert [error["value"] for error in sheets.current("stage_event")["D3|outreach"]["errors"]] == [
        "n/a"
    ]


def test_sheets_in_the_company_folder(sheets: Sheets) -> None:
    sheets.write("deals.csv", "deal_id\nD1\n")
    sheets.write("company/exchange_rates.csv", "currency,date,rate\nDKK,2026-03-01,7.461\n")
    sheets.write(
        "company/overrides.csv",
        "entity,id,field,value,from\ndeal,D1,stage,Demo,2026-01-05\ndeal,D1,amount,5,\n",
    )
    sheets.declare({"path": "deals.csv", "entity": "deal"})
    assert [source.name for source in sheets.sources()] == ["sheet", "company"]
    assert not sheets.sync("exchange_rate", source="company").refused
    (rate,) = sheets.canonical("exchange_rate", source="company").values()
    assert rate["rate"] == "7.461"
    sheets.sync("override", source="company")
    assert list(sheets.current("override", source="company")) == [
        "deal|D1|stage|2026-01-05",
        "deal|D1|amount|",
    ]
