"""The embedded engine and what both engines share."""
