"""The way back from vendors' ids and names to the company's."""

from collections.abc import Iterator

from sandbox.api import ids
from sandbox.api.hubspot.owners import STRANGER_ID, owner_id
from sandbox.api.hubspot.pipelines import NEW_LABEL, PIPELINE_IDS, RENAMED, STAGE_IDS
from sandbox.company import Company
from sandbox.company.roster import NAMES, STRANGER


class CompanyIds:
    """What the company itself calls what a mart names by a vendor's id; anything else stays."""

    def __init__(self, company: Company):
        self._known = dict(_pairs(company))

    def of(self, value: object) -> object:
        """The company's word for a value of a mart."""
        if not isinstance(value, str):
            return value
        if value in self._known:
            return self._known[value]
        uuid = value.rpartition("/")[2]
        return ids.booking_of(uuid) if ids.UUID.fullmatch(uuid) else value


def _pairs(company: Company) -> Iterator[tuple[str, str]]:
    for attempt in company.attempts:
        if attempt.deal is not None and attempt.deal.deal_id.startswith("D"):
            yield ids.deal(attempt.deal.deal_id), attempt.deal.deal_id
        for lead in attempt.leads:
            yield ids.lead(lead.lead_id), lead.lead_id
    for account in company.accounts:
        yield ids.account(account.account_id), account.account_id
    for rep_id in NAMES:
        yield owner_id(rep_id) or "", rep_id
    yield STRANGER_ID, STRANGER
    for label, pipeline_id in PIPELINE_IDS.items():
        yield pipeline_id, label
    for (_, word), stage_id in STAGE_IDS.items():
        yield stage_id, word
    yield NEW_LABEL, RENAMED
