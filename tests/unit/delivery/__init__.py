"""Tests of signing and the retry schedule."""
