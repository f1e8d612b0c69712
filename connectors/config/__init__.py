"""salescycle.yml as typed, frozen data.

What belongs here: reading and checking the user's decisions. No data of sources, no warehouse.
"""

from connectors.config.company_folder import all_sources, company_source
from connectors.config.load import load
from connectors.config.models import (
    ApiSource,
    CalendlySource,
    Company,
    Config,
    CustomField,
    HubSpotSource,
    Publish,
    Rules,
    Source,
    SpreadsheetSource,
    Table,
)
from connectors.config.starter import init
from connectors.errors import ConfigError

__all__ = [
    "ApiSource",
    "CalendlySource",
    "Company",
    "Config",
    "ConfigError",
    "CustomField",
    "HubSpotSource",
    "Publish",
    "Rules",
    "Source",
    "SpreadsheetSource",
    "Table",
    "all_sources",
    "company_source",
    "init",
    "load",
]
