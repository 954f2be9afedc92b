"""From deliveries to the outbox, and from each try's receipt to what is left in it.

The outbox is a table, so a restart or a rebalance finds every waiting delivery. A table can only be
written by an agent, so the sender writes a receipt and the agent below takes it from there; both
topics are keyed by endpoint and have as many partitions, so they meet in one worker.
"""

from agents.app import KafkaApp, topic_of
from agents.hop import Hop
from monitor.stages.route import queue
from monitor.stages.stage import Stage
from monitor.topics import RECEIPTS

SETTLE = Stage("settle", RECEIPTS, queue, emits=(), stateful=False)


def add_agents(kafka: KafkaApp, queued: Hop, settled: Hop) -> None:
    """Let the application carry `deliveries` and `receipts` into the outbox."""
    kafka.app.agent(topic_of(kafka, queued.stage.source), name="deliveries")(queued.carry)
    kafka.app.agent(topic_of(kafka, RECEIPTS), name="receipts")(settled.carry)
