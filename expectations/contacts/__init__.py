"""Verdicts on contact points: what a phone number or an e-mail address is by its form alone.

Belongs here: the rules, their version, masking. Does not belong here: who shares a contact point
(that takes all people, so dbt knows it) and whether anybody answers (nothing here asks a network).
"""
