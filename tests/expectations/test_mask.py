"""A masked value finds the record and reaches nobody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.contacts.mask import MASKED, mask


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("email", "ann.berg@example.org", "a***@e***.org"),
        ("email", "a@b.co", "a***@b***.co"),
        ("email", "ann@mail.example.co.uk", "a***@m***.uk"),
        ("email", "rita@@example.com", "r***@e***.com"),
        ("email", "rita", "r***"),
        ("email", "rita@example", "r***@e***"),
        ("email", "rita@example.com call 32123456", "r***@e***"),
        ("phone", "+4532123456", "+45 ***56"),
        ("phone", "+16502530000", "+1 ***00"),
        ("phone", "+358401234567", "+358 ***67"),
        ("phone", "+4532123456;ext=712", "+45 ***56"),
        ("phone", "32 12 34 56", "***56"),
        ("phone", "12345", "***"),
        ("phone", "call me", "***"),
        ("address", "Main Street 1", "***"),
        ("email", None, None),
        ("phone", None, None),
    ],
)
def test_mask(kind: str, value: str | None, masked: str | None) -> None:
    assert mask(kind, value) == masked


@given(kind=st.sampled_from(["email", "phone"]), value=st.text())
def test_every_masked_value_is_recognised_as_one(kind: str, value: str) -> None:
    assert re.fullmatch(MASKED, mask(kind, value) or "")


@pytest.mark.parametrize(
    "whole", ["ann@example.org", "+4532123456", "32123456", "Ann Berg", "an@e.org"]
)
def test_no_whole_value_is_taken_for_a_masked_one(whole: str) -> None:
    assert not re.match(MASKED, whole)
