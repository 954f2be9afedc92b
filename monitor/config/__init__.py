"""Configuration files: what they may hold, and errors that point at line and column."""
