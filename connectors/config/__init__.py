"""salescycle.yml as typed, frozen data.

What belongs here: reading and checking the user's decisions. No data of sources, no warehouse.
"""

from connectors.config.company_folder import all_sources, company_source
from connectors.config.load import load
from connectors.config.models import Company, Config, CustomField, Publish, Rules, Source, Table
from connectors.config.starter import init
from connectors.errors import ConfigError

__all__ = [
    "Company",
    "Config",
    "ConfigError",
    "CustomField",
    "Publish",
    "Rules",
    "Source",
    "Table",
    "all_sources",
    "company_source",
    "init",
    "load",
]
