"""The decisions of a configuration as rows of config.*: defaults overlaid by the user's.

Each function gives tuples in the order of the columns declared in `connectors.company`.
"""

from collections.abc import Iterator
from itertools import pairwise

from connectors.config import defaults
from connectors.config.company_folder import all_sources
from connectors.config.models import ApiSource, Config, CrmSource, HubSpotSource

Row = tuple[object, ...]


def like(glob: str) -> str:
    r"""The lower-cased SQL LIKE pattern of a glob: `*` is any text, `?` any one character.

    What LIKE would take as special is escaped with a backslash, so compare with
    `lower(x) like pattern escape '\'`.
    """
    escaped = glob.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped.replace("*", "%").replace("?", "_")


def stage_map(config: Config) -> Iterator[Row]:
    """Source, pipeline (null: any), stage key, stage, origin; at most one row per first three."""
    for source in all_sources(config):
        users: dict[tuple[str | None, str], str] = {}
        for word, target in source.stages.items():
            if isinstance(target, str):
                users[None, key(word)] = target
            else:
                users |= {(key(word), key(stage)): mapped for stage, mapped in target.items()}
        for (pipeline, stage), mapped in users.items():
            yield source.name, pipeline, stage, mapped, "user"
        for stage, mapped in defaults.stages(source.type).items():
            if (None, stage) not in users:
                yield source.name, None, stage, mapped, "default"


def pipelines(config: Config) -> Iterator[Row]:
    """Source, pipeline key, role."""
    for source in config.sources:
        roles = {key(pipeline): role for pipeline, role in source.pipelines.items()}
        for pipeline, role in roles.items():
            yield source.name, pipeline, role


def exclusions(config: Config) -> Iterator[Row]:
    """Source, field, LIKE pattern, reason as the user wrote the rule."""
    for source in config.sources:
        for rule in source.exclude:
            for field, glob in rule.items():
                yield source.name, field, like(glob), f"{field}: {glob}"


def channels(config: Config) -> Iterator[Row]:
    """Lead source key, channel."""
    users = {
        key(lead_source): channel
        for channel, lead_sources in config.rules.channels.items()
        for lead_source in lead_sources
    }
    yield from {**defaults.channels(), **users}.items()


def demo_event_types(config: Config) -> Iterator[Row]:
    """LIKE pattern."""
    for glob in config.rules.demo_event_types:
        yield (like(glob),)


def custom_fields(config: Config) -> Iterator[Row]:
    """Source, entity, field, type, whether it is a segment."""
    for source in config.sources:
        for entity, fields in source.fields.items():
            for name, field in fields.items():
                yield source.name, entity, name, field.type, field.segment


def account_size_bands(config: Config) -> Iterator[Row]:
    """Smallest and largest number of employees (null: no upper end) and label of each band."""
    edges = (0, *config.company.account_size_bands)
    for lower, following in pairwise(edges):
        yield lower, following - 1, f"{lower}-{following - 1}"
    yield edges[-1], None, f"{edges[-1]}+"


def sources(config: Config) -> Iterator[Row]:
    """Source, type, whether it is primary, the user's URL template of a record if there is one,
    and the source whose ids it keeps as external_id if it names one.
    """
    for source in all_sources(config):
        url = source.record_url if isinstance(source, ApiSource) else None
        yield source.name, source.type, source.primary, url, source.external_source


def field_map(config: Config) -> Iterator[Row]:
    """Source, the system's object, field, the property that fills it."""
    for source in config.sources:
        if not isinstance(source, CrmSource):
            continue
        for entity, fields in defaults.properties(source.type).items():
            chosen = {**fields, **source.properties.get(entity, {})}
            for field, property_ in chosen.items():
                if property_ is not None:
                    yield source.name, entity, field, property_
        for row in source.mapped():
            yield source.name, *row


def lead_contacts(config: Config) -> Iterator[Row]:
    """Source, property of a contact, value (lower case) that makes it a lead."""
    for source in config.sources:
        if isinstance(source, HubSpotSource):
            for property_, values in source.lead_contacts.items():
                for value in values:
                    yield source.name, property_, key(value)


def key(word: str) -> str:
    """How stages, pipelines and lead sources are compared: without case and blanks around them."""
    return word.strip().lower()
