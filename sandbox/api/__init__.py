"""The simulated company served over HTTP on loopback, shaped like its vendors' APIs.

`server` holds what all vendors share, `faults` what tests make go wrong, `tokens` who may ask,
`limits` how often, `ids` the vendors' ids of the company's records. One folder per vendor.
"""

from sandbox.api.server import Controls, Merging, Reply, Request, Sandbox, Vendor

__all__ = ["Controls", "Merging", "Reply", "Request", "Sandbox", "Vendor"]
