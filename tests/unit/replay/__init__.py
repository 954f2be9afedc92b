"""Tests of reading files into articles."""
