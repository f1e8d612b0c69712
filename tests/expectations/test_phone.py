"""Verdicts on phone numbers against numbering plans, as national regulators publish them."""

import pytest

from expectations.contacts.phone import judge

# raw, region, normalised, country, type
VALID = [
    ("32 12 34 56", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("0045 32123456", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("+45 32 12 34 56", None, "+4532123456", "DK", "fixed_line_or_mobile"),
    ("+45 32 12 34 56", "US", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("32123456", "dk", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("+44 20 7946 0018", "DK", "+442079460018", "GB", "fixed_line"),
    ("020 7946 0018", "GB", "+442079460018", "GB", "fixed_line"),
    ("+44 (0)20 7946 0018", "DK", "+442079460018", "GB", "fixed_line"),
    ("07400 123456", "GB", "+447400123456", "GB", "mobile"),
    ("01534 456789", "GB", "+441534456789", "JE", "fixed_line"),
    ("(650) 253-0000", "US", "+16502530000", "US", "fixed_line_or_mobile"),
    ("650.253.0000", "US", "+16502530000", "US", "fixed_line_or_mobile"),
    ("+1 604 401 2345", "DK", "+16044012345", "CA", "fixed_line_or_mobile"),
    ("1-800-356-9377", "US", "+18003569377", "US", "toll_free"),
    ("1-800-FLOWERS", "US", "+18003569377", "US", "toll_free"),
    ("030 123456", "DE", "+4930123456", "DE", "fixed_line"),
    ("0151 23456789", "DE", "+4915123456789", "DE", "mobile"),
    ("01 42 68 53 00", "FR", "+33142685300", "FR", "fixed_line"),
    ("06 12 34 56 78", "FR", "+33612345678", "FR", "mobile"),
    ("02 1234 5678", "IT", "+390212345678", "IT", "fixed_line"),
    ("08-123 456 78", "SE", "+46812345678", "SE", "fixed_line"),
    ("22 12 34 56", "NO", "+4722123456", "NO", "fixed_line"),
    ("020 123 4567", "NL", "+31201234567", "NL", "fixed_line"),
    ("0412 345 678", "AU", "+61412345678", "AU", "mobile"),
    ("(11) 91234-5678", "BR", "+5511912345678", "BR", "mobile"),
    ("03-1234-5678", "JP", "+81312345678", "JP", "fixed_line"),
    ("+800 1234 5678", "DK", "+80012345678", None, "toll_free"),
    # typed on other keyboards, copied from other programs
    ("٣٢١٢٣٤٥٦", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("\uff0b\uff14\uff15 32123456", None, "+4532123456", "DK", "fixed_line_or_mobile"),
    ("\u202a+45 32 12 34 56\u202c", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("tel: 32123456", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("'+4532123456", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    # read as a number by a spreadsheet
    ("4532123456.0", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("4.532123456E9", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    ("4,532123456E+09", "DK", "+4532123456", "DK", "fixed_line_or_mobile"),
    # one switchboard, two lines
    ("32123456 ext. 7", "DK", "+4532123456;ext=7", "DK", "fixed_line_or_mobile"),
    ("32123456 x7", "DK", "+4532123456;ext=7", "DK", "fixed_line_or_mobile"),
]

# raw, region, reason
INVALID = [
    ("12 34 5", "DK", "too_short"),
    ("7", "DK", "too_short"),
    ("253-0000", "US", "too_short"),  # lacks its area code
    ("+1 650 253", "DK", "too_short"),
    ("650 253 0000 1", "US", "too_long"),
    ("32 12 34 56 78 90", "DK", "too_long"),
    ("32123456 / 32123457", "DK", "too_long"),
    ("32123456, 32123457", "DK", "too_long"),
    ("1" * 300, "DK", "too_long"),
    ("call me", "DK", "not_a_number"),
    ("N/A", "DK", "not_a_number"),
    ("-", "DK", "not_a_number"),
    ("#ERROR!", "DK", "not_a_number"),
    ("32123456 (mobile)", "DK", "not_a_number"),
    ("+1 (123) 456-7890", "DK", "not_a_number"),  # no area code begins with 1
    ("4.53212E+09", "DK", "not_a_number"),  # its last digits are gone
    ("32123456", None, "unknown_region"),
    ("32123456", "Denmark", "unknown_region"),
    ("32123456", "ZZ", "unknown_region"),
    ("+999 123 4567", "DK", "unknown_region"),
    (None, "DK", "missing"),
    ("", "DK", "missing"),
    (" \t\u00a0", None, "missing"),
]


@pytest.mark.parametrize(("raw", "region", "normalized", "country", "kind"), VALID)
def test_a_number_of_a_numbering_plan(
    raw: str, region: str | None, normalized: str, country: str | None, kind: str
) -> None:
    verdict = judge(raw, region)

    assert verdict.is_valid
    assert verdict.reason is None
    assert (verdict.normalized, verdict.region, verdict.number_type) == (normalized, country, kind)


@pytest.mark.parametrize(("raw", "region", "reason"), INVALID)
def test_no_number_and_why(raw: str | None, region: str | None, reason: str) -> None:
    verdict = judge(raw, region)

    assert not verdict.is_valid
    assert verdict.reason == reason
    assert (verdict.normalized, verdict.region, verdict.number_type) == (None, None, None)
