"""Tests of records and published documents."""
