"""The company as exports: a folder of sheets and the salescycle.yml that maps them."""

from sandbox.sheets.folder import write

__all__ = ["write"]
