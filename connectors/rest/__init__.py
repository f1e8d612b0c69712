"""Any system with a JSON API over HTTP, described in salescycle.yml instead of in code.

`asking` makes requests of the description, `reading` what a record says by itself, `streams` the
three kinds of `connectors.api`, `children` lists that are read per parent, `probe` tries it out.

Every stream lands its records as they were received, under its own name. Raw holds them all in one
table, `raw.rest__record`, where a record's id is `<stream>:<id>`: the streams are the user's, so no
table could be declared for each. What the records mean (entities, fields, values, times) is applied
in staging, from `config.rest_map`: a mapping that is changed reads nothing anew, and the versions
of a record keep the nights on which they were seen.

A system without any history has only those versions: its stages are known between two syncs.
What a description cannot say: credentials in the query, answers that are no JSON, signed requests.
"""

from connectors.rest.connector import RECORDS, REST, RestConnector, connector_for

__all__ = ["RECORDS", "REST", "RestConnector", "connector_for"]
