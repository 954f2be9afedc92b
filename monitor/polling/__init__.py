"""Polling: the thin asyncio service around `monitor.feeds`, its workers and its books."""
