"""Tests of the address guard and HTTP sessions."""
