"""Trying a description out: the first page of every list, and what of it does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.api.connector import ApiConnector
from connectors.api.http import Client
from connectors.api.pages import Reading
from connectors.api.payloads import Record
from connectors.config.systems.rest import Feed, RestSource, RestStream
from connectors.connector import ConfiguredSource, Finding
from connectors.errors import ScopeMissing, StreamFailed
from connectors.rest.asking import listing, values_of
from connectors.rest.reading import Heads, heads_of, parts_of
from connectors.rest.times import Times, zone_of

_SHOWN = 5
"""So many paths are named that fill nothing."""


def probe(
    source: ConfiguredSource, settings: RestSource, connector: ApiConnector
) -> Iterator[Finding]:
    """One finding per stream; the children of one record are tried for their stream."""
    first: dict[str, str] = {}
    for stream in sorted(settings.streams, key=lambda stream: stream.parent is not None):
        what = f"{source.name} {stream.name}"
        if stream.parent is not None and stream.parent not in first:
            yield Finding(what, True, f"not tried: {stream.parent} shows no record")
            continue
        client = connector.client(source, stream.name, stream.scope or "")
        client.policy = replace(client.policy, tries=2)
        zone = zone_of(settings, stream, source.company.reporting_timezone)
        heads = heads_of(stream, Times(stream.dates, zone))
        try:
            records = _first_page(client, settings, stream, heads, first)
        except ScopeMissing as error:
            detail = str(error) + ("; the rest is read without it" if stream.is_optional else "")
            yield Finding(what, stream.is_optional, detail)
        except StreamFailed as error:
            key = ", ".join(parts_of(stream.key))
            # an answer is also given up where a record in it has no key
            hint = f"; if it is, check that records have {key}" if "no JSON" in str(error) else ""
            yield Finding(what, False, f"{error}{hint}")
            if not first:
                # whatever is wrong with the credential or the address is wrong with all
                return
        else:
            if records:
                first[stream.name] = records[0].key
            yield _finding(what, stream, records)


def _first_page(
    client: Client,
    settings: RestSource,
    stream: RestStream,
    heads: Heads,
    first: dict[str, str],
) -> list[Record]:
    values = values_of(stream.params)
    if stream.parent is not None:
        values = {**values, "id": quote(first[stream.parent], safe="")}
    pages = listing(settings, stream, heads, forced=True)(Reading(client, values=values))
    return [heads.record(record) for record in next(pages).records]


def _finding(what: str, stream: RestStream, records: Sequence[Record]) -> Finding:
    if not records:
        place = f" at {stream.records}" if stream.records else ""
        return Finding(what, True, f"may be read; no records{place}: check `records` if there are")
    if stream.changes is not None and not any(record.modified_at for record in records):
        fix = f"no record has a time at {stream.modified}; correct modified, or dates"
        return Finding(what, False, fix)
    payloads = [msgspec.json.decode(record.payload) for record in records]
    missing = sorted({path for feed in stream.feeds for path in _missing(feed, payloads)})
    count = f"{len(records)} records on the first page"
    if not missing:
        return Finding(what, True, count)
    named = ", ".join(missing[:_SHOWN]) + (" ..." if len(missing) > _SHOWN else "")
    return Finding(what, True, f"{count}; none of them has {named}: check the paths of its feeds")


def _missing(feed: Feed, payloads: Sequence[Any]) -> Iterator[str]:
    """The paths of a feed that no record has."""
    items = payloads
    if feed.each is not None:
        items = [item for payload in payloads for item in _list(_at(payload, feed.each))]
        if not items:
            yield feed.each
            return
    for path in [*feed.columns.values(), *feed.stage_dates.values()]:
        if path.startswith("{"):
            continue
        whole = path.startswith("$.")
        where = payloads if whole else items
        if all(_at(one, path.removeprefix("$.")) is None for one in where):
            yield path


def _list(found: Any) -> Sequence[Any]:
    return found if isinstance(found, list) else () if found is None else (found,)


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
