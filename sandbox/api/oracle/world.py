"""The simulated company in Oracle Sales: what its source is told, and what Oracle tells of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api.oracle import ids
from sandbox.api.oracle.api import Oracle
from sandbox.api.oracle.deals import updated
from sandbox.api.oracle.people import STAGE_FIELD, STATUS_FIELDS
from sandbox.api.oracle.setup import METHODS, NEW_LABEL, RENAMED, STAGES
from sandbox.company import Company, shown
from sandbox.company.clock import Moment, day_of, end_of, local_day
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, PIPELINES
from sandbox.company.records import Attempt, Deal, Lead, Step
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
      New: CreationDate
{lines_of(STATUS_FIELDS, 6)}
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
    """The company as Oracle keeps it, read every night. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt, now) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt, now: datetime) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(
        attempt,
        leads=[_lead(lead, now) for lead in attempt.leads],
        deal=_deal(attempt.deal, now) if attempt.deal else None,
    )


def _lead(lead: Lead, now: datetime) -> Lead:
    """The lead, made at an instant; of a status it is known when it got it last."""
    steps: list[Step] = []
    for n, step in enumerate(lead.steps):
        if lead.is_tracked:
            step = replace(step, is_logged=True)
            if step.at.at < now:
                steps = [each for each in steps if each.source_stage != step.source_stage]
        steps.append(replace(step, at=Moment(step.at.at)) if n == 0 else step)
    return replace(lead, created=Moment(lead.created.at), steps=steps)


def _deal(deal: Deal, now: datetime) -> Deal:
    """The deal, of which it is known who owned it when it was read."""
    return replace(deal, owners=_owners(deal, now)) if deal.created.at < now else deal


def _owners(deal: Deal, now: datetime) -> list[tuple[datetime, str]]:
    """Who was seen to own it: since it was made, and since the last change before a night."""
    first = max((local_day(deal.created.at) - day_of(0)).days, 0)
    found: list[tuple[datetime, str]] = []
    day = first
    while (night := end_of(day)) <= now:
        owner = shown.owner(deal, night)
        if owner and (not found or found[-1][1] != owner):
            found.append((updated(deal, night) if found else deal.created.at, owner))
        day += 1
    return found


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
