"""A system like no vendor's, with its own words and a habit of its own in every list."""

from sandbox.api.odd.api import Odd

__all__ = ["Odd"]
