"""The company's calendar, shaped like Calendly's API v2."""

from sandbox.api.calendly.api import PER_MINUTE, Calendly

__all__ = ["PER_MINUTE", "Calendly"]
