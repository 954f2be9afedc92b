"""Tests of the store and the embedded engine."""
