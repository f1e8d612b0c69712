"""A simulated company: everything that happens in it, and when, without a line of the product."""

from sandbox.company.company import Company

__all__ = ["Company"]
