"""The records that flow between hops, one noun a file. This package imports nothing of ours."""
