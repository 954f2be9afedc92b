"""Tests of positions: classes, terms, changes."""
