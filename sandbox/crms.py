"""Every CRM that the simulated company can be seen through: a further one is a line."""

from sandbox.api.hubspot.world import HUBSPOT
from sandbox.api.oracle.world import ORACLE
from sandbox.api.pipedrive.world import PIPEDRIVE
from sandbox.api.salesforce.world import SALESFORCE
from sandbox.api.zoho.world import ZOHO
from sandbox.crm import Crm

CRMS: tuple[Crm, ...] = (HUBSPOT, PIPEDRIVE, ZOHO, SALESFORCE, ORACLE)
"""The first is the one that the sandbox shows where nobody asks for another."""
