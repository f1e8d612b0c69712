import pytest

from sandbox.company import Company
from sandbox.truth import Books

LAST_DAY = 3


@pytest.fixture(scope="session")
def company() -> Company:
    """The sandbox's company, three days after it was opened."""
    return Company(day=LAST_DAY)


@pytest.fixture(scope="session")
def books(company: Company) -> Books:
    """Its books at the end of the opening day."""
    return Books(company, 0)
