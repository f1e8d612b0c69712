"""Durations by canonical stage."""

from expectations.suites._durations import frame

FRAMES = (frame("stage_durations", "stage"),)
