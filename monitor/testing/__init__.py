"""Doubles and servers for tests, ours and our users'."""
