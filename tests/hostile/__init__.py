"""Tests of input that nobody should send."""
