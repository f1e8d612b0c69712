"""salescycle.yml of the random company."""

from datetime import datetime
from pathlib import Path

COMPANY = """
company: {{reporting_timezone: Europe/Copenhagen, reporting_currency: EUR, default_region: DK}}
as_of: '{as_of}'
sources:
  - name: sheet
    type: spreadsheet
    pipelines: {{Renewals: renewal}}
    exclude: [{{deal_name: "Deal D7"}}]
    stages: {{{stages}}}
    tables:
      - {{path: "*.csv", entity: lead, columns: {{lead_id: lead_id}}}}
"""
STAGES = (
    "New: prospecting, Contacted: outreach, Qualified: qualification, Demo: demo,"
    " Offer: objections, Contract: closing, Won: won, Lost: lost, Disqualified: disqualified"
)


def configure(folder: Path, as_of: datetime, *, parking_is_mapped: bool = False) -> Path:
    """Write the configuration; the random company's stage "Parking lot" is mapped on demand."""
    stages = STAGES + (", Parking lot: outreach" if parking_is_mapped else "")
    yml = folder / "salescycle.yml"
    yml.write_text(COMPANY.format(as_of=as_of.isoformat(), stages=stages))
    return yml
