"""The company's calendar, shaped like Calendly's API v2."""

from sandbox.api.calendly.api import Calendly

__all__ = ["Calendly"]
