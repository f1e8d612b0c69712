"""Visits by the CRM's own stage."""

from expectations.suites._visits import frame

FRAMES = (frame("fct_source_stage_visits", "source_stage"),)
