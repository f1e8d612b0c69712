"""Every CRM that the simulated company can be seen through: a further one is a line."""

from sandbox.api.hubspot.world import HUBSPOT
from sandbox.api.zoho.world import ZOHO
from sandbox.crm import Crm

CRMS: tuple[Crm, ...] = (HUBSPOT, ZOHO)
"""The first is the one that the sandbox shows where nobody asks for another."""
