"""The `news-monitor` command."""
