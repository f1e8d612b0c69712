"""The sections of the page, in the order in which a sales manager asks."""

from collections.abc import Callable

from publishing.report.marts import Marts
from publishing.report.records import Records
from publishing.report.sections.bookings import bookings
from publishing.report.sections.contacts import contacts
from publishing.report.sections.durations import durations
from publishing.report.sections.funnel import funnel
from publishing.report.sections.headline import headline
from publishing.report.sections.health import health
from publishing.report.sections.quota import quota
from publishing.report.sections.referrals import referrals
from publishing.report.sections.section import Section
from publishing.report.sections.stalled import stalled

BUILDERS: tuple[Callable[[Marts, Records], Section], ...] = (
    headline,
    funnel,
    durations,
    stalled,
    quota,
    referrals,
    bookings,
    contacts,
    health,
)
