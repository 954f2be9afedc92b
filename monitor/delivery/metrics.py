"""What delivery counts, each metric defined once."""

from prometheus_client import Counter

# Tries at endpoints by how they left the delivery: delivered, pending (to be tried again) or
# exhausted.
TRIES_TOTAL = Counter(
    "news_monitor_tries_total", "Tries at endpoints by what came of them.", ["endpoint", "outcome"]
)
# Deliveries not sent as they are: pending (held until a digest or the end of quiet hours),
# suppressed (by a silence), grouped (sent inside another one). Each one's reason stands on record.
ASIDE_TOTAL = Counter(
    "news_monitor_put_aside_total", "Deliveries put aside, by what for.", ["endpoint", "outcome"]
)
