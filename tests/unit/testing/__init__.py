"""Tests of what the tests use to run other programs."""
