"""The simulated company in Oracle Sales: what its source is told, and what Oracle tells of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api.oracle import ids
from sandbox.api.oracle.api import Oracle
from sandbox.api.oracle.people import STAGE_FIELD, STATUS_FIELDS
from sandbox.api.oracle.schema import OWNER_CHANGES
from sandbox.api.oracle.setup import METHODS, NEW_LABEL, RENAMED, STAGES
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, PIPELINES
from sandbox.company.records import Attempt, Lead
from sandbox.company.roster import NAMES, STRANGER, Quota
from sandbox.crm import Crm
from sandbox.sheets.mapping import lines_of

REGION = "SalesRegion_c"
SETTINGS = f"""\
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
      "{STAGES["Sales", RENAMED]}": {DEAL_STAGES[RENAMED]}    # by its id: its name changes
{lines_of(LEAD_STAGES | DEAL_STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{{REGION}: {{type: text, segment: true}}}}}}
    lead_status_dates:
{lines_of({word: f"[{first}, {again}]" for word, (first, again) in STATUS_FIELDS.items()}, 6)}
    owner_history: {{path: {OWNER_CHANGES}, owner: Owner_c, since: Since_c}}
    properties:
      deal:
        lead_source: LeadSource_c
        payment_terms: PaymentTerms_c
        stakeholders: Stakeholders_c
        discount: Discount_c
        referred_by: ReferredBy_c
      lead:
        status: {STAGE_FIELD}
        first_contact_at: FirstContact_c
        referred_by: ReferredBy_c
      product: {{unit_cost: UnitCost_c}}
"""


def words() -> Iterator[tuple[str, str]]:
    """Yield what Oracle calls owners, pipelines and stages, with the company's own words."""
    for rep_id in (*NAMES, STRANGER):
        yield ids.rep(rep_id), rep_id
    for label, method_id in METHODS.items():
        yield str(method_id), label
    for (_, word), stage_id in STAGES.items():
        yield str(stage_id), word
    yield NEW_LABEL, RENAMED
    yield REGION, "sales_region"


def is_goal(quota: Quota) -> bool:
    """No quota is: none was found in the API."""
    return False


def told(company: Company, now: datetime) -> Company:
    """The company as Oracle keeps it. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(
        attempt,
        leads=[_lead(lead) for lead in attempt.leads],
    )


def _lead(lead: Lead) -> Lead:
    """The lead, made at an instant."""
    first, *later = lead.steps
    steps = [replace(first, at=Moment(first.at.at)), *later]
    return replace(lead, created=Moment(lead.created.at), steps=steps)


ORACLE = Crm(
    "oracle",
    Oracle,
    ids,
    SETTINGS,
    words,
    is_goal,
    told,
    access="login:\n      user: reader\n      password: {secret}",
)
