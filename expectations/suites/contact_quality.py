"""Contact points: nothing unmasked, and shares that a form or an import should fix."""

from types import MappingProxyType

from expectations import thresholds as limit
from expectations.contacts.mask import MASKED
from expectations.sql import share
from expectations.suite import Frame, always_like, at_most

_EMAIL = "kind = 'email'"
_PHONE = "kind = 'phone'"
_NO_REGION = "coalesce(reason, '') = 'unknown_region'"

_BY_KIND = f"""
    select
        kind,
        count(*) as contact_points,
        {share("is_role", _EMAIL)} as role_share,
        {share("is_disposable", _EMAIL)} as disposable_share,
        min(person_id) filter (where is_disposable) as disposable_person,
        {share("is_duplicate")} as duplicate_share,
        min(person_id) filter (where is_duplicate) as duplicate_person,
        {share(_NO_REGION, _PHONE)} as unknown_region_share,
        min(person_id) filter (where reason = 'unknown_region') as unknown_region_person
    from marts.contact_quality
    where reason is distinct from 'missing'
    group by kind
"""

_MASKS = "select distinct kind, value_masked from marts.contact_quality"

FRAMES = (
    Frame(
        _BY_KIND,
        label=("kind", "contact_points"),
        expectations=(
            at_most(
                "role_share",
                limit.ROLE_SHARE,
                "warning",
                "Many mailboxes of functions: ask for a person's own address.",
            ),
            at_most(
                "disposable_share",
                limit.DISPOSABLE_SHARE,
                "warning",
                "Throw-away addresses: the form lets them in.",
                "disposable_person",
            ),
            at_most(
                "duplicate_share",
                limit.DUPLICATE_CONTACT_SHARE,
                "warning",
                "Many people share a contact point: the same people were entered twice.",
                "duplicate_person",
            ),
            at_most(
                "unknown_region_share",
                limit.UNKNOWN_REGION_SHARE,
                "warning",
                "Numbers of no country: set company.default_region.",
                "unknown_region_person",
            ),
        ),
    ),
    Frame(
        _MASKS,
        label=("kind", "value_masked"),
        contact_kind=MappingProxyType({"value_masked": "kind"}),
        expectations=(
            always_like(
                "value_masked",
                MASKED,
                "blocking",
                "A contact value must not leave the contacts file unmasked.",
            ),
        ),
    ),
)
