"""The simulated company in Zoho CRM: what its source is told, and what Zoho can tell of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api.zoho import ids
from sandbox.api.zoho.api import Zoho
from sandbox.api.zoho.setup import NEW_LABEL, RENAMED
from sandbox.api.zoho.users import NOBODY
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, PIPELINES
from sandbox.company.records import Attempt, Lead
from sandbox.company.roster import NAMES, STRANGER, Quota
from sandbox.crm import Crm
from sandbox.sheets.mapping import lines_of

SETTINGS = f"""\
    nobody: [{NOBODY}]       # a user must own every record: this one owns what is nobody's
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
{lines_of(LEAD_STAGES | DEAL_STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{sales_region: {{type: text, segment: true}}}}}}
    properties:
      deal:
        product: Product
        payment_terms: Payment_Terms
        stakeholders: Stakeholders
        discount: Discount
        referred_by: Referred_By
      lead:
        campaign: Campaign
        first_contact_at: First_Contact
        referred_by: Referred_By
      task:
        kind: Channel
        direction: Direction
        outcome: Result
      product:
        unit_cost: Unit_Cost
"""


def words() -> Iterator[tuple[str, str]]:
    """Yield what Zoho calls owners and stages, with the company's own words."""
    for rep_id in (*NAMES, STRANGER):
        yield ids.rep(rep_id), rep_id
    yield NEW_LABEL, RENAMED


def is_goal(quota: Quota) -> bool:
    """No quota is: the API has no targets."""
    return False


def told(company: Company, now: datetime) -> Company:
    """The company as Zoho keeps it. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(attempt, leads=[_lead(lead) for lead in attempt.leads])


def _lead(lead: Lead) -> Lead:
    """The lead, made at an instant."""
    steps = [replace(s, at=Moment(s.at.at)) if n == 0 else s for n, s in enumerate(lead.steps)]
    return replace(lead, created=Moment(lead.created.at), steps=steps)


ZOHO = Crm("zoho", Zoho, ids, SETTINGS, words, is_goal, told)
