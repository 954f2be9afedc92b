"""From corrected articles to deliveries."""

from agents.app import KafkaApp, topic_of
from agents.hop import Hop


def add_agent(kafka: KafkaApp, hop: Hop) -> None:
    """Let the application carry `statements` once more, for what they retract."""
    kafka.app.agent(topic_of(kafka, hop.stage.source), name="correct")(hop.carry)
