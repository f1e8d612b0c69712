"""Campaigns, and the leads that they brought."""

from collections.abc import Iterator
from datetime import date, datetime

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.record import CURRENCY, Row, audit, day
from sandbox.company import Company
from sandbox.company.clock import midnight
from sandbox.company.records import Lead


def campaigns(company: Company, now: datetime) -> Iterator[Row]:
    """Yield the campaigns that brought somebody."""
    for name in dict.fromkeys(lead.campaign for lead in _brought(company, now)):
        start = date.fromisoformat(f"{(name or '')[:7]}-01")
        yield {
            "Id": _id(name),
            "Name": name,
            "Type": "Webinar",
            "Status": "Completed",
            "StartDate": start.isoformat(),
            "IsActive": True,
            "OwnerId": ids.ADMIN,
            **CURRENCY,
            **audit(midnight(start)),
        }


def members(company: Company, now: datetime) -> Iterator[Row]:
    """Yield who answered to which campaign."""
    for lead in _brought(company, now):
        yield {
            "Id": ids.spell("00v", int(lead.lead_id[1:])),
            "CampaignId": _id(lead.campaign),
            "LeadId": ids.lead(lead.lead_id),
            "Status": "Responded",
            "HasResponded": True,
            "FirstRespondedDate": day(lead.created.at),
            **CURRENCY,
            **audit(lead.created.at),
        }


def _brought(company: Company, now: datetime) -> Iterator[Lead]:
    for attempt in company.attempts:
        for lead in attempt.leads:
            if lead.campaign and lead.created.at < now:
                yield lead


def _id(campaign: str | None) -> str:
    year, month = (campaign or "")[:7].split("-")
    return ids.spell("701", 12 * int(year) + int(month))
