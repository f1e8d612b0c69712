"""Durations by the CRM's own stage."""

from expectations.suites._durations import frame

FRAMES = (frame("source_stage_durations", "source_stage"),)
