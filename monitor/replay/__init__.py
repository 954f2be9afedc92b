"""Articles from files through the whole chain, again and again with the same result."""
