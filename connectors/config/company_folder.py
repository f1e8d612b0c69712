"""The sheets in company/ beside salescycle.yml, read as a source that nobody has to list."""

from connectors.config.checks import COMPANY_SOURCE
from connectors.config.models import Config, Source, SpreadsheetSource, Table

SHEETS = {
    "reps.csv": "rep",
    "quotas.csv": "quota",
    "exchange_rates.csv": "exchange_rate",
    "holidays.csv": "holiday",
    "overrides.csv": "override",
}
"""File in company/: entity. Headers are the names of the entity's fields."""


def company_source(config: Config) -> SpreadsheetSource | None:
    """The spreadsheet source `company` of the sheets that exist; None where there are none."""
    tables = tuple(
        Table.model_validate({"path": f"company/{name}", "entity": entity})
        for name, entity in SHEETS.items()
        if (config.folder / "company" / name).is_file()
    )
    if not tables:
        return None
    return SpreadsheetSource(name=COMPANY_SOURCE, type="spreadsheet", tables=tables)


def all_sources(config: Config) -> tuple[Source, ...]:
    """The configured sources and, if it has sheets, `company`."""
    company = company_source(config)
    return config.sources if company is None else (*config.sources, company)
