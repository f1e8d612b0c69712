"""Every CRM that the simulated company can be seen through: a further one is a line."""

from sandbox.api.hubspot.world import HUBSPOT
from sandbox.crm import Crm

CRMS: tuple[Crm, ...] = (HUBSPOT,)
"""The first is the one that the sandbox shows where nobody asks for another."""
