"""Feeds: every decision about polling one and about what it carries. Pure: no clock, no network."""
