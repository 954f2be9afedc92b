"""What workers count, each metric defined once."""

from prometheus_client import Counter, Gauge, Histogram

# Records carried to the end, by stage.
RECORDS_TOTAL = Counter("news_monitor_records_total", "Records carried, by stage.", ["stage"])
# From taking a record to acknowledging it.
RECORD_SECONDS = Histogram(
    "news_monitor_record_seconds",
    "Time that a stage takes for a record.",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
# Records that wait in the partitions which this worker holds, by role.
LAG = Gauge("news_monitor_lag_records", "Records waiting to be read, by role.", ["role"])
