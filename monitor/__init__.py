"""Finds statements by public actors, notices changes of position, tells subscribers."""
