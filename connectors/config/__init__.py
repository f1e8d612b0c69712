"""salescycle.yml as typed, frozen data.

What belongs here: reading and checking the user's decisions. No data of sources, no warehouse.
"""
