"""The pipelines of deals and leads: ids that say nothing, labels that are the company's words."""

from datetime import UTC, datetime

from sandbox.api.hubspot.record import Json, iso
from sandbox.company.clock import end_of
from sandbox.company.market import DEAL_STAGES, LEAD_STAGES, OUTCOMES, PARKING_LOT, PIPELINES

DEFAULT, RENEWALS, LEADS = "default", "74611225", "74611300"
PIPELINE_IDS = dict(zip(PIPELINES, (DEFAULT, RENEWALS), strict=True))
LEADS_LABEL = "Leads"
_FIRST_STAGE = {DEFAULT: 159_021_701, RENEWALS: 159_021_801, LEADS: 159_022_001}
_WORDS = (*DEAL_STAGES, PARKING_LOT)
CHANGED = datetime(2025, 1, 15, 9, 30, tzinfo=UTC)

STAGE_IDS = {
    (pipeline, word): str(_FIRST_STAGE[pipeline_id] + n)
    for pipeline, pipeline_id in PIPELINE_IDS.items()
    for n, word in enumerate(_WORDS)
} | {(LEADS_LABEL, word): str(_FIRST_STAGE[LEADS] + n) for n, word in enumerate(LEAD_STAGES)}
"""The id of a stage, by the label of its pipeline and its word."""

RENAMED = "Proposal sent"
NEW_LABEL = "Offer sent"
"""On the day after the opening somebody gives the stage of new deals another label."""
_RENAMED_AT = end_of(0).replace(minute=5)


def stage_label(pipeline: str, word: str, now: datetime) -> str:
    """What the CRM calls a stage at `now`; its id stays."""
    is_new = pipeline == "Sales" and word == RENAMED and now > _RENAMED_AT
    return NEW_LABEL if is_new else word


def won_or_closed(word: str) -> tuple[bool, bool]:
    """Whether a stage is a win, and whether nothing is sold any more in it."""
    target = DEAL_STAGES.get(word, "")
    is_won = target in ("won", "referral")
    return is_won, is_won or target in OUTCOMES


def probability(word: str) -> str:
    """How likely a deal in the stage is won, the way the vendor writes it."""
    is_won, is_closed = won_or_closed(word)
    if is_closed:
        return "1.0" if is_won else "0.0"
    return f"{0.1 + 0.1 * _WORDS.index(word) % 0.8:.1f}"


def of_deals(now: datetime) -> list[Json]:
    """The deal pipelines. The first is the vendor's own: made at the beginning of time."""
    return [
        _pipeline(
            pipeline_id,
            label,
            n,
            [
                _stage(
                    STAGE_IDS[label, word],
                    stage_label(label, word, now),
                    place,
                    {
                        "isClosed": str(won_or_closed(word)[1]).lower(),
                        "probability": probability(word),
                    },
                    is_default=pipeline_id == DEFAULT,
                )
                for place, word in enumerate(_WORDS)
            ],
            _changed(now) if pipeline_id == DEFAULT else CHANGED,
        )
        for n, (label, pipeline_id) in enumerate(PIPELINE_IDS.items())
    ]


def of_leads() -> list[Json]:
    """The lead pipeline."""
    states = ("NEW", "IN_PROGRESS", "QUALIFIED", "UNQUALIFIED")
    stages = [
        _stage(STAGE_IDS[LEADS_LABEL, word], word, n, {"leadState": state}, is_default=False)
        for n, (word, state) in enumerate(zip(LEAD_STAGES, states, strict=True))
    ]
    return [_pipeline(LEADS, LEADS_LABEL, 0, stages, CHANGED)]


def _changed(now: datetime) -> datetime:
    return _RENAMED_AT if now > _RENAMED_AT else CHANGED


def _pipeline(
    pipeline_id: str, label: str, place: int, stages: list[Json], changed: datetime
) -> Json:
    is_default = pipeline_id == DEFAULT
    return {
        "id": pipeline_id,
        "label": label,
        "displayOrder": place,
        "stages": stages,
        "createdAt": EPOCH if is_default else iso(CHANGED),
        "updatedAt": iso(changed),
        "archived": False,
    }


def _stage(stage_id: str, label: str, place: int, metadata: Json, *, is_default: bool) -> Json:
    return {
        "id": stage_id,
        "label": label,
        "displayOrder": place,
        "metadata": metadata,
        "createdAt": EPOCH if is_default else iso(CHANGED),
        "updatedAt": EPOCH if is_default else iso(CHANGED),
        "archived": False,
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
    }


EPOCH = "1970-01-01T00:00:00Z"
