"""Every connector of the product, and the sources that a configuration makes of them.

Adding a connector is one entry in CONNECTORS; what runs, loads or shows streams reads this list.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from connectors import rest, spreadsheet
from connectors.calendly import CALENDLY
from connectors.config.models import Config
from connectors.connector import ConfiguredSource, Connector
from connectors.hubspot import HUBSPOT
from connectors.oracle import ORACLE
from connectors.pipedrive import PIPEDRIVE
from connectors.salesforce import SALESFORCE
from connectors.tryton import TRYTON
from connectors.zoho import ZOHO

CONNECTORS: Mapping[str, Connector] = MappingProxyType(
    {
        connector.name: connector
        for connector in (
            spreadsheet.SpreadsheetConnector(),
            rest.REST,
            HUBSPOT,
            CALENDLY,
            PIPEDRIVE,
            ORACLE,
            PIPEDRIVE,
            ZOHO,
            TRYTON,
            SALESFORCE,
        )
    }
)
SHARED: Mapping[str, str] = MappingProxyType({rest.REST.name: rest.RECORDS})
"""Connectors whose streams all go into one raw table: that of this stream."""


def configured_sources(
    config: Config, credentials: Path | None = None
) -> tuple[ConfiguredSource, ...]:
    """The sources of a configuration in its order, then the sheets in `company/`, if any.

    `credentials` is the folder in which tokens that a system rotates are kept.
    """
    sources = [
        ConfiguredSource(
            source.name, source.type, source, config.folder, config.company, credentials
        )
        for source in config.sources
    ]
    company = spreadsheet.company_source(config)
    return (*sources, company) if company is not None else tuple(sources)


def connector_of(source: ConfiguredSource) -> Connector:
    """The connector that reads a configured source; of one that is described it is made."""
    if source.type == rest.REST.name:
        return rest.REST.of(source)
    return CONNECTORS[source.type]


def raw_stream(connector: str, stream: str) -> str:
    """The stream that names the raw table of a connector's stream."""
    return SHARED.get(connector, stream)
