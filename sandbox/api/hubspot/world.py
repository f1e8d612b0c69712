"""The simulated company in HubSpot: what its source is told, and what HubSpot can tell of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime

from sandbox.api import ids
from sandbox.api.hubspot.activities import is_logged
from sandbox.api.hubspot.api import HubSpot
from sandbox.api.hubspot.lines import is_goal
from sandbox.api.hubspot.moves import told_apart
from sandbox.api.hubspot.owners import STRANGER_ID, owner_id
from sandbox.api.hubspot.pipelines import NEW_LABEL, PIPELINE_IDS, RENAMED, STAGE_IDS
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, PIPELINES
from sandbox.company.records import Attempt, Deal, Lead, Step
from sandbox.company.roster import NAMES, STRANGER
from sandbox.crm import Crm
from sandbox.sheets.mapping import lines_of

SETTINGS = f"""\
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
      "{STAGE_IDS["Sales", RENAMED]}": {DEAL_STAGES[RENAMED]}    # by its id: its name changes
{lines_of(LEAD_STAGES | DEAL_STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{sales_region: {{type: text, segment: true}}}}}}
    properties:
      deal:
        lead_source: lead_source
        payment_terms: payment_terms
        stakeholders: stakeholders
        discount: discount
        referred_by: referred_by
      lead:
        lead_source: lead_source
        campaign: campaign
        first_contact_at: first_contact
        referred_by: referred_by
"""


def words() -> Iterator[tuple[str, str]]:
    """Yield what HubSpot calls owners, pipelines and stages, with the company's own words."""
    for rep_id in NAMES:
        yield owner_id(rep_id) or "", rep_id
    yield STRANGER_ID, STRANGER
    for label, pipeline_id in PIPELINE_IDS.items():
        yield pipeline_id, label
    for (_, word), stage_id in STAGE_IDS.items():
        yield stage_id, word
    yield NEW_LABEL, RENAMED


def told(company: Company, now: datetime) -> Company:
    """The company as HubSpot keeps it. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(
        attempt,
        leads=[_lead(lead) for lead in attempt.leads],
        deal=_deal(attempt.deal) if attempt.deal else None,
        activities=[did for did in attempt.activities if is_logged(did)],
    )


def _lead(lead: Lead) -> Lead:
    """The lead, made at an instant; one with a status was in a stage from then on."""
    steps: list[Step] = []
    for n, step in enumerate(lead.steps):
        if lead.is_tracked:
            step = replace(step, is_logged=True)
        steps.append(replace(step, at=Moment(step.at.at)) if n == 0 else step)
    return replace(lead, created=Moment(lead.created.at), steps=steps)


def _deal(deal: Deal) -> Deal:
    return replace(deal, steps=told_apart(deal.steps))


HUBSPOT = Crm("hubspot", HubSpot, ids, SETTINGS, words, is_goal, told)
