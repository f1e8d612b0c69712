"""What APIs cannot tell is listed, column by column, and nothing else is lost by reading them."""

import pytest

from sandbox.api.hubspot.moves import APART
from sandbox.company import Company
from sandbox.company.clock import end_of
from sandbox.crm import Crm
from sandbox.crms import CRMS
from sandbox.truth import Books
from sandbox.truth.allowed import ALLOWED, ROWS
from sandbox.truth.as_apis_tell import as_apis_tell, as_the_calendar_tells
from tests.sandbox.comparison import MARTS, Mart, is_same, key_of

DAY = 3
"""A day on which a demo that moves a lead was held less than a day ago."""


@pytest.fixture(scope="module")
def known(company: Company) -> Books:
    """The books of the company itself."""
    return Books(company, DAY)


@pytest.fixture(scope="module", params=["calendly", *(crm.name for crm in CRMS)])
def telling(request: pytest.FixtureRequest, company: Company) -> tuple[str, Books]:
    """A vendor, and the books where it alone tells of its part."""
    crm = next((each for each in CRMS if each.name == request.param), None)
    if crm is None:
        return request.param, Books(as_the_calendar_tells(company, end_of(DAY)), DAY)
    return crm.name, Books(crm.told(company, end_of(DAY)), DAY)


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_what_differs_is_what_is_listed(
    mart: Mart, known: Books, telling: tuple[str, Books]
) -> None:
    vendor, told = telling
    first = {key_of(row, mart): row for row in mart.truth(known)}
    second = {key_of(row, mart): row for row in mart.truth(told)}
    assert first
    differing = {
        column
        for key, row in second.items()
        if key in first
        for column, value in row.items()
        if not is_same(first[key][column], value)
    }
    if second.keys() != first.keys():
        differing.add(ROWS)
    of_mart = (each for each in ALLOWED if (each.mart, each.vendor) == (mart.name, vendor))
    listed = [column for each in of_mart for column in each.columns]
    assert len(listed) == len(set(listed))
    assert differing == set(listed)


def test_every_reason_names_a_vendor() -> None:
    assert {each.vendor for each in ALLOWED} == {"calendly", *(crm.name for crm in CRMS)}
    assert all(len(each.reason) > 40 for each in ALLOWED)


@pytest.mark.parametrize("crm", CRMS, ids=lambda crm: crm.name)
def test_the_company_itself_stays_as_it_is(company: Company, crm: Crm) -> None:
    before = [(a.leads, a.deal, a.activities, a.bookings) for a in company.attempts]
    as_apis_tell(company, end_of(DAY), crm)
    after = [(a.leads, a.deal, a.activities, a.bookings) for a in company.attempts]
    assert after == before


def test_moves_at_once_are_told_apart(company: Company) -> None:
    told = CRMS[0].told(company, end_of(DAY))
    deals = [attempt.deal for attempt in told.attempts if attempt.deal]
    pairs = [
        (first, second)
        for deal in deals
        for first, second in zip(deal.steps, deal.steps[1:], strict=False)
        if first.sequence and second.sequence
    ]
    assert pairs
    assert any(second.at.at - first.at.at == APART for first, second in pairs)
    assert all(first.at.at < second.at.at for first, second in pairs)
