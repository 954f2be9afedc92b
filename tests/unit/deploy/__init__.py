"""Tests of what ships for running the service."""
