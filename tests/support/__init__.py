"""What the tests share: records made by hand, small stages, commands, HTTP servers."""
