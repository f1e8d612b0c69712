"""Tryton's JSON-RPC over opportunities that tests make; a real server is in `tests/tryton`."""

from sandbox.api.tryton.api import Tryton

__all__ = ["Tryton"]
