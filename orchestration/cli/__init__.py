"""The command `salescycle`: words and exit codes around what the other modules do.

Everything slow to import is imported by the command that needs it.
"""

from orchestration.cli.entry import main

__all__ = ["main"]
