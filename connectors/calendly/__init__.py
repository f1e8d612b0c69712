"""Calendly (API v2), read with a personal access token or with OAuth.

Its meetings cannot be asked for by change: only by when they begin. So a window around now is read
whole each night, what differs is landed, and the invitees of what landed are read one meeting at a
time, which is all the API offers.
"""

from connectors.calendly.connector import CALENDLY

__all__ = ["CALENDLY"]
