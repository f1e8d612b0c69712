"""Verdicts on e-mail addresses: form, role and disposable are three findings."""

import pytest

from expectations.contacts.email import judge

# raw, normalised, role, disposable
VALID = [
    ("mads@example.com", "mads@example.com", False, False),
    ("Ann.Berg@Example.org", "ann.berg@example.org", False, False),
    (" ann.berg@example.ORG ", "ann.berg@example.org", False, False),
    ("annberg@example.org", "annberg@example.org", False, False),
    ("sales@example.com", "sales@example.com", True, False),
    ("Sales@Example.com", "sales@example.com", True, False),
    ("sales+nordic@example.com", "sales+nordic@example.com", True, False),
    ("salesman@example.com", "salesman@example.com", False, False),
    ("info@example.net", "info@example.net", True, False),
    ("no-reply@example.net", "no-reply@example.net", True, False),
    ("kontakt@example.dk", "kontakt@example.dk", True, False),
    ("buchhaltung@example.de", "buchhaltung@example.de", True, False),
    ("quick@mailinator.com", "quick@mailinator.com", False, True),
    ("quick@inbox.mailinator.com", "quick@inbox.mailinator.com", False, True),
    ("info@mailinator.com", "info@mailinator.com", True, True),
    ("quick@mailinator.example", "quick@mailinator.example", False, False),
    ("ann+crm@gmail.com", "ann+crm@gmail.com", False, False),
    ("o'brien@example.ie", "o'brien@example.ie", False, False),
    ("ann@company.test", "ann@company.test", False, False),
    ("ann@mail.corp.local", "ann@mail.corp.local", False, False),
    ("ann@example.invalid", "ann@example.invalid", False, False),
    ("søren@eksempel.dk", "søren@eksempel.dk", False, False),
    ("ann@bücher.example", "ann@bücher.example", False, False),
    ("ann@xn--bcher-kva.example", "ann@bücher.example", False, False),
    ("a@b.co", "a@b.co", False, False),
]

MALFORMED = [
    "rita@@example.com",
    "rita",
    "rita@",
    "@example.com",
    "rita@example",
    "rita@example..com",
    "rita.@example.com",
    ".rita@example.com",
    "rita mose@example.com",
    "rita@exam ple.com",
    "rita@example.com, otto@example.com",
    "Rita Mose <rita@example.com>",
    "rita@[192.0.2.1]",
    '"rita mose"@example.com',
    "rita@-example.com",
    "rita@example.com.",
    "rita@example.c0m1.1",
    "rita@" + "long-label." * 24 + "example",
    "none",
]


@pytest.mark.parametrize(("raw", "normalized", "is_role", "is_disposable"), VALID)
def test_a_well_formed_address(
    raw: str, normalized: str, is_role: bool, is_disposable: bool
) -> None:
    verdict = judge(raw)

    assert verdict.is_valid
    assert verdict.reason is None
    assert (verdict.normalized, verdict.is_role, verdict.is_disposable) == (
        normalized,
        is_role,
        is_disposable,
    )


@pytest.mark.parametrize("raw", MALFORMED)
def test_a_malformed_address(raw: str) -> None:
    verdict = judge(raw)

    assert (verdict.is_valid, verdict.reason) == (False, "syntax")
    assert (verdict.normalized, verdict.is_role, verdict.is_disposable) == (None, False, False)


@pytest.mark.parametrize("raw", [None, "", "   ", "\u00a0\n"])
def test_no_address_at_all(raw: str | None) -> None:
    assert judge(raw).reason == "missing"
