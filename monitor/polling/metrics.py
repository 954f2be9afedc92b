"""What polling counts, each metric defined once."""

from prometheus_client import Counter, Gauge, Histogram

# How polls end: changed, unchanged (304 or the same document), failed, gone.
POLLS_TOTAL = Counter("news_monitor_polls_total", "Polls of feeds by how they ended.", ["outcome"])
# New articles and edits of known ones; backlog counts as new.
ENTRIES_TOTAL = Counter("news_monitor_entries_total", "Entries published as articles.", ["kind"])
# Feeds that break their format and are read all the same.
MALFORMED_TOTAL = Counter("news_monitor_feeds_malformed_total", "Malformed documents read.")
# Documents whose reader had to be killed.
KILLED_TOTAL = Counter("news_monitor_feeds_killed_total", "Documents that cost their reader.")
# Entries known under another name before: a feed that renames its entries.
RENAMED_TOTAL = Counter("news_monitor_entries_renamed_total", "Known entries under a new name.")
# Articles with nearly the words of an earlier one.
COPIES_TOTAL = Counter("news_monitor_copies_total", "Articles that are copies of another.")
# From asking to the last byte, waiting for the host's turn included.
FETCH_SECONDS = Histogram(
    "news_monitor_poll_seconds",
    "Time from asking for a feed to having it.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
# Alarms worth waking somebody for: a feed that always spoke and is silent.
OVERDUE = Gauge("news_monitor_feeds_overdue", "Feeds silent for longer than is to be expected.")
# Feeds that failed at their last poll.
FAILING = Gauge("news_monitor_feeds_failing", "Feeds whose last poll failed.")
# Feeds that said they are gone (410).
GONE = Gauge("news_monitor_feeds_gone", "Feeds that are gone for good.")
# Pages behind summaries: read, empty (no main text found), disallowed (robots.txt), failed, held
# (their host asked to be left alone).
PAGES_TOTAL = Counter("news_monitor_pages_total", "Pages behind summaries.", ["outcome"])
# What hubs bring: taken, unsigned (or wrongly), too many, busy, unreadable, refused (of a feed that
# is not polled), failed (not to be kept).
PUSHES_TOTAL = Counter("news_monitor_pushes_total", "Documents brought by hubs.", ["outcome"])
# Feeds whose hub has verified a subscription that has not ended.
SUBSCRIBED = Gauge("news_monitor_feeds_subscribed", "Feeds with a subscription at a hub.")
