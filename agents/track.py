"""From statements to changes, positions and alerts."""

from agents.app import KafkaApp, topic_of
from agents.hop import Hop


def add_agent(kafka: KafkaApp, hop: Hop) -> None:
    """Let the application carry `statements`."""
    kafka.app.agent(topic_of(kafka, hop.stage.source), name="track")(hop.carry)
