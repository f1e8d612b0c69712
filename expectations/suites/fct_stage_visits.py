"""Visits by canonical stage."""

from expectations.suites._visits import frame

FRAMES = (frame("fct_stage_visits", "stage"),)
