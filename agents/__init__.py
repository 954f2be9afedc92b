"""Faust shells, one hop a file: decode, call monitor, await the send. Nothing else."""
