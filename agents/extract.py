"""From articles to statements."""

from agents.app import KafkaApp, topic_of
from agents.hop import Hop


def add_agent(kafka: KafkaApp, hop: Hop) -> None:
    """Let the application carry `articles`."""
    kafka.app.agent(topic_of(kafka, hop.stage.source), name="extract")(hop.carry)
