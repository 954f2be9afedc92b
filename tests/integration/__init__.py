"""Tests of several parts together, over real files, sockets and processes."""
