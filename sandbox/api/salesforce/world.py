"""The simulated company in Salesforce: what its source is told, what Salesforce can tell of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.api import Salesforce
from sandbox.api.salesforce.people import STAGE_FIELD
from sandbox.api.salesforce.settings import NEW_LABEL, RECORD_TYPES, RENAMED, is_goal
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, PIPELINES
from sandbox.company.records import Attempt, Lead
from sandbox.company.roster import NAMES, STRANGER
from sandbox.crm import Crm
from sandbox.sheets.mapping import lines_of

REGION = "Sales_Region__c"
SETTINGS = f"""\
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
{lines_of(LEAD_STAGES | DEAL_STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{{REGION}: {{type: text, segment: true}}}}}}
    properties:
      deal:
        product: Product__c
        payment_terms: Payment_Terms__c
        stakeholders: Stakeholders__c
        discount: Discount__c
        lost_reason: Loss_Reason__c
        referred_by: Referred_By__c
      lead:
        status: {STAGE_FIELD}    # Status is never empty; this one nobody has to fill
        first_contact_at: First_Contact__c
        referred_by: Referred_By__c
      product: {{unit_cost: Unit_Cost__c}}
      task: {{direction: Direction__c}}
"""


def words() -> Iterator[tuple[str, str]]:
    """Yield what Salesforce calls owners, pipelines and stages, with the company's own words."""
    for rep_id in (*NAMES, STRANGER):
        yield ids.rep(rep_id), rep_id
    for label, record_id in RECORD_TYPES.items():
        yield record_id, label
    yield NEW_LABEL, RENAMED
    yield REGION, "sales_region"


def told(company: Company, now: datetime) -> Company:
    """The company as Salesforce keeps it. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(attempt, leads=[_lead(lead) for lead in attempt.leads])


def _lead(lead: Lead) -> Lead:
    """The lead, made at an instant."""
    first, *later = lead.steps
    steps = [replace(first, at=Moment(first.at.at)), *later]
    return replace(lead, created=Moment(lead.created.at), steps=steps)


SALESFORCE = Crm("salesforce", Salesforce, ids, SETTINGS, words, is_goal, told)
