"""The way back from vendors' ids and names to the company's."""

from collections.abc import Iterator

from sandbox.api import ids
from sandbox.company import Company
from sandbox.crm import Crm


class CompanyIds:
    """What the company itself calls what a mart names by a vendor's id; anything else stays."""

    def __init__(self, company: Company, crm: Crm):
        self._known = dict(_pairs(company, crm))

    def of(self, value: object) -> object:
        """The company's word for a value of a mart."""
        if not isinstance(value, str):
            return value
        if value in self._known:
            return self._known[value]
        uuid = value.rpartition("/")[2]
        return ids.booking_of(uuid) if ids.UUID.fullmatch(uuid) else value


def _pairs(company: Company, crm: Crm) -> Iterator[tuple[str, str]]:
    for attempt in company.attempts:
        if attempt.deal is not None and attempt.deal.deal_id.startswith("D"):
            yield crm.ids.deal(attempt.deal.deal_id), attempt.deal.deal_id
        for lead in attempt.leads:
            yield crm.ids.lead(lead.lead_id), lead.lead_id
    for account in company.accounts:
        yield crm.ids.account(account.account_id), account.account_id
    yield from crm.words()
