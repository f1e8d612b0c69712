import pytest

from sandbox.company import Company
from sandbox.company.clock import OPENING_DAY


def test_a_seed_always_gives_the_same_company() -> None:
    assert repr(Company(3, scale=0.1).attempts) == repr(Company(3, scale=0.1).attempts)


def test_another_seed_gives_another_company() -> None:
    assert repr(Company(3, scale=0.1).attempts) != repr(Company(4, scale=0.1).attempts)


def test_day_by_day_equals_from_scratch() -> None:
    by_day = Company(3, scale=0.2)
    for day in range(1, 8):
        by_day.advance(day)
    at_once = Company(3, scale=0.2, day=7)
    assert repr(by_day.attempts) == repr(at_once.attempts)
    assert repr(by_day.accounts) == repr(at_once.accounts)
    assert repr(by_day.strays) == repr(at_once.strays)


def test_a_day_changes_nothing_of_what_was_born_before(company: Company) -> None:
    before = Company()
    assert before.today == OPENING_DAY
    assert len(before.attempts) < len(company.attempts)
    born_before = company.attempts[: len(before.attempts)]
    assert repr(born_before) == repr(before.attempts)


def test_the_company_cannot_go_back() -> None:
    with pytest.raises(ValueError, match="cannot go back to 1"):
        Company(3, scale=0.05, day=2).advance(1)


def test_a_weekday_brings_some_four_to_eight_leads() -> None:
    company = Company(day=0)
    for day in (1, 2, 3):
        known = sum(len(attempt.leads) for attempt in company.attempts)
        company.advance(day)
        assert 4 <= sum(len(attempt.leads) for attempt in company.attempts) - known <= 9


def test_the_size_is_that_of_a_small_company(company: Company) -> None:
    assert 2500 <= sum(len(attempt.leads) for attempt in company.attempts) <= 3500
    assert 1000 <= sum(attempt.deal is not None for attempt in company.attempts) <= 1400
    assert len(company.accounts) > 500


def test_scale_multiplies_what_happens() -> None:
    one, three = Company(scale=0.1), Company(scale=0.3)
    assert 2.5 < len(three.attempts) / len(one.attempts) < 3.5


def test_names_and_addresses_are_given_out_once(company: Company) -> None:
    names = [account.name for account in company.accounts]
    assert len(set(names)) == len(names) > 0
    personal = [p.email for p in company.people if p.is_known_by_email]
    assert len(set(personal)) == len(personal) > 0
