"""Decisions about feeds."""
