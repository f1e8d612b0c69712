"""The simulated company in Pipedrive: what its source is told, what Pipedrive can tell of it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.api.pipedrive import ids
from sandbox.api.pipedrive.api import Pipedrive
from sandbox.api.pipedrive.lines import is_goal
from sandbox.api.pipedrive.people import given_up_at
from sandbox.api.pipedrive.settings import (
    LOST,
    NEW_LABEL,
    PIPELINE_IDS,
    RENAMED,
    STAGE_IDS,
    TEAM_INBOX,
    WON,
)
from sandbox.company import Company
from sandbox.company.clock import Moment
from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import DEAL_STAGES, PIPELINES
from sandbox.company.records import Attempt, Deal, Lead, Step
from sandbox.company.roster import NAMES, STRANGER
from sandbox.crm import Crm
from sandbox.sheets.mapping import lines_of

STAGES = {word: stage for word, stage in DEAL_STAGES.items() if word not in (WON, LOST, RENAMED)}
SETTINGS = f"""\
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
      "{STAGE_IDS["Sales", RENAMED]}": {DEAL_STAGES[RENAMED]}    # by its id: its name changes
      "{STAGE_IDS["Renewals", RENAMED]}": {DEAL_STAGES[RENAMED]}
{lines_of(STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{Sales region: {{type: text, segment: true}}}}}}
    nobody: [{TEAM_INBOX}]
    properties:              # by the names of fields
      deal:
        payment_terms: Payment terms
        stakeholders: Stakeholders
        discount: Discount
        referred_by: Referred by
      lead:
        first_contact_at: First contact
        referred_by: Referred by
      person: {{company: Company name, opted_out: No mail}}
      organization: {{industry: Trade, employees: Employees, country: Country}}
"""
OUTREACH = frozenset({"call", "email", "message"})
SECOND = timedelta(seconds=1)
STATUSES = {WON: "won", LOST: "lost"}


def words() -> Iterator[tuple[str, str]]:
    """Yield what Pipedrive calls owners, pipelines and stages, with the company's own words."""
    for rep_id in (*NAMES, STRANGER):
        yield ids.rep(rep_id), rep_id
    for label, pipeline_id in PIPELINE_IDS.items():
        yield str(pipeline_id), label
    for (_, word), stage_id in STAGE_IDS.items():
        yield str(stage_id), word
    yield NEW_LABEL, RENAMED
    yield "Sales region", "sales_region"


def told(company: Company, now: datetime) -> Company:
    """The company as Pipedrive keeps it. The given one is left as it is."""
    kept = copy(company)
    kept.attempts = [_attempt(attempt, now) for attempt in company.attempts]
    return kept


def _attempt(attempt: Attempt, now: datetime) -> Attempt:
    if not attempt.is_in_crm:
        return attempt
    return replace(
        attempt,
        leads=[_lead(lead, attempt, now) for lead in attempt.leads],
        deal=_deal(attempt.deal) if attempt.deal else None,
    )


def _lead(lead: Lead, attempt: Attempt, now: datetime) -> Lead:
    """The lead without a status, made at an instant: what was done shows where it is, and that it
    was archived.
    """
    created = Moment(lead.created.at)
    if not lead.is_tracked:
        first, *later = lead.steps
        return replace(lead, created=created, steps=[replace(first, at=created), *later])
    steps = [Step(created, "prospecting", None, evidence="record", is_logged=False)]
    archived = given_up_at(lead, now)
    did = [
        each.occurred_at
        for each in attempt.activities
        if each.kind in OUTREACH and each.direction == "outgoing"
    ]
    first_out = min(did, default=None)
    if first_out and (archived is None or archived - first_out > SECOND):
        at = Moment(max(first_out, created.at))
        steps.append(Step(at, "outreach", None, evidence="activity", is_logged=False))
    if archived is not None:
        steps.append(Step(Moment(archived), "disqualified", "archived"))
    return replace(lead, created=created, steps=steps, is_tracked=False)


def _deal(deal: Deal) -> Deal:
    """The deal, which is in a stage from its creation on."""
    steps = [
        replace(step, source_stage=STATUSES.get(step.source_stage or "", step.source_stage))
        for step in deal.steps
        if step.stage != "unknown"
    ]
    first = replace(steps[0], at=deal.created)
    return replace(deal, steps=[first, *steps[1:]])


PIPEDRIVE = Crm("pipedrive", Pipedrive, ids, SETTINGS, words, is_goal, told)
