"""What the warehouse is told of sources behind an API."""

from datetime import UTC, datetime

from connectors.company import write
from connectors.config import defaults

NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
TEXT = """
sources:
  - name: crm
    type: hubspot
    token: ${T}
    record_url: https://crm.example.com/{id}
    properties:
      deal: {lead_source: how_found, discount: discount_c}
  - name: other
    type: hubspot
    token: ${T}
    lead_contacts: {hs_lead_status: [NEW, Open]}
  - {name: cal, type: calendly, token: "${T}"}
"""


def rows(warehouse, sql):
    return warehouse.execute(sql).fetchall()


def test_the_users_properties_lie_over_the_shipped_ones(warehouse, load_text):
    write(warehouse, load_text(TEXT, env={"T": "pat-1234"}), now=NOW)
    deals = dict(
        rows(
            warehouse,
            "select field, property from config.field_map where source = 'crm' and entity = 'deal'",
        )
    )
    assert deals == {
        "lead_source": "how_found",
        "discount": "discount_c",
        "lost_reason": "closed_lost_reason",
        "stakeholders": "num_associated_contacts",
    }
    shipped = {
        (entity, field, property_)
        for entity, fields in defaults.properties("hubspot").items()
        for field, property_ in fields.items()
        if property_
    }
    assert len(shipped) > 4
    others = "select entity, field, property from config.field_map where source = 'other'"
    assert set(rows(warehouse, others)) == shipped
    assert rows(warehouse, "from config.field_map where source = 'cal'") == []


def test_contacts_that_are_leads(warehouse, load_text):
    write(warehouse, load_text(TEXT, env={"T": "pat-1234"}), now=NOW)
    assert rows(warehouse, "from config.lead_contacts order by all") == [
        ("crm", "lifecyclestage", "lead"),
        ("crm", "lifecyclestage", "marketingqualifiedlead"),
        ("crm", "lifecyclestage", "salesqualifiedlead"),
        ("other", "hs_lead_status", "new"),
        ("other", "hs_lead_status", "open"),
    ]


def test_sources_and_where_their_records_open(warehouse, load_text):
    write(warehouse, load_text(TEXT, env={"T": "pat-1234"}), now=NOW)
    assert rows(warehouse, "from config.sources order by all") == [
        ("cal", "calendly", False, None, None),
        ("crm", "hubspot", False, "https://crm.example.com/{id}", None),
        ("other", "hubspot", False, None, None),
    ]


def test_no_secret_reaches_the_warehouse(warehouse, load_text, tmp_path):
    write(warehouse, load_text(TEXT, env={"T": "pat-1234-5678-secret"}), now=NOW)
    warehouse.execute("checkpoint")
    assert b"pat-1234-5678-secret" not in (tmp_path / "warehouse.duckdb").read_bytes()
