"""The least calls that a night can take, one module per system.

Each has `least(stream, night)`, the fewest calls that can bring what the night brought, and
`forced(stream, night)`, those that the vendor forces to be made again because it tells no changes.
"""
