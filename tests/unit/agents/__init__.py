"""Tests of what the agents decide by themselves."""
