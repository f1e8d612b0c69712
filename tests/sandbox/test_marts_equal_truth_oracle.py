"""What is published of a company with Oracle Sales is what the company knows."""

from tests.sandbox.same_marts import home, night, test_mart_equals_truth

__all__ = ["home", "night", "test_mart_equals_truth"]

WORLD = "oracle"
