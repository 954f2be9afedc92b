"""From alerts to deliveries."""

from agents.app import KafkaApp, topic_of
from agents.hop import Hop


def add_agent(kafka: KafkaApp, hop: Hop) -> None:
    """Let the application carry `alerts`."""
    kafka.app.agent(topic_of(kafka, hop.stage.source), name="route")(hop.carry)
