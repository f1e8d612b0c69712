"""The runtime of connectors that read an API; what a system is like is declared in its own folder.

`http` sends one request (with `auth` or `oauth`, within `limits` and `budget`; `refusals` says what
errors mean), `pages` walks through a listing, `payloads` cuts an answer into records as they were
received. A stream is one of three kinds: `records` (what changed since a watermark), `snapshots`
(read whole, landed where different), `children` (a work list from parents' segments). `connector`
puts a system together from them; `consent` asks a person to let it be read.
"""
