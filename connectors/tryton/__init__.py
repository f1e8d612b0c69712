"""Tryton: leads and opportunities of `sale_opportunity`, over the server's JSON-RPC."""

from connectors.tryton.connector import TRYTON

__all__ = ["TRYTON"]
