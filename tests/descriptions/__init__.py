"""Whether we ask as the vendors describe their APIs, and whether our sandbox answers so.

The descriptions are no part of the repository: `SALESCYCLE_DESCRIPTIONS` names a folder with them,
`hubspot/*.json` (one file per object, versions v3 and v4), `calendly/openapi.yaml`,
`zoho/v8.0/*.json` (one file per part) and `pipedrive/v1.yaml` and `v2.yaml`. Without them
requests are still checked by `facts.yaml`, which `python -m tests.descriptions.facts` writes.
"""
