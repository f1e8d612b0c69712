"""Every type of source in salescycle.yml: a system is a file here and a line in the list."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from connectors.config.sources import SourceBase, SpreadsheetSource
from connectors.config.systems.calendly import CalendlySource
from connectors.config.systems.hubspot import HubSpotSource
from connectors.config.systems.oracle import OracleSource
from connectors.config.systems.pipedrive import PipedriveSource
from connectors.config.systems.rest import RestSource
from connectors.config.systems.salesforce import SalesforceSource
from connectors.config.systems.tryton import TrytonSource
from connectors.config.systems.zoho import ZohoSource

__all__ = [
    "SOURCE_TYPES",
    "CalendlySource",
    "HubSpotSource",
    "OracleSource",
    "PipedriveSource",
    "RestSource",
    "SalesforceSource",
    "Source",
    "TrytonSource",
    "ZohoSource",
]

Source = Annotated[
    SpreadsheetSource
    | HubSpotSource
    | CalendlySource
    | OracleSource
    | PipedriveSource
    | ZohoSource
    | TrytonSource
    | RestSource
    | SalesforceSource,
    Field(discriminator="type"),
]
SOURCE_TYPES: Mapping[str, type[SourceBase]] = {
    "spreadsheet": SpreadsheetSource,
    "hubspot": HubSpotSource,
    "calendly": CalendlySource,
    "oracle": OracleSource,
    "pipedrive": PipedriveSource,
    "zoho": ZohoSource,
    "tryton": TrytonSource,
    "rest": RestSource,
    "salesforce": SalesforceSource,
}
"""Type of a source: its settings."""
