"""What `news-monitor topics` decides."""

from dataclasses import replace

from monitor.engine.kafka_admin import Found, TopicPlan
from monitor.engine.kafka_migration import migrate

PLAN = TopicPlan("n.articles", 12, {"cleanup.policy": "delete", "retention.ms": "1000"})
GOOD = Found(12, 1, {"cleanup.policy": "delete", "retention.ms": "1000", "x": "y"}, frozenset())


def lines(found: Found | None, *, replication: int = 1, empty: bool = True) -> list[str]:
    """Return what is said of one topic."""
    there = {PLAN.name: found} if found else {}
    steps = migrate([PLAN], there, replication, empty=empty)
    return [line for step in steps for line in step.lines()]


def test_topic_as_it_should_be_needs_nothing() -> None:
    """A broker's other settings are its own affair."""
    assert lines(GOOD) == []


def test_missing_topic_is_created() -> None:
    """What is not there is made with all its partitions."""
    assert lines(None) == ["create  n.articles (12 partitions)"]


def test_setting_is_told_with_both_values() -> None:
    """Whoever reads the plan sees what would be lost."""
    found = replace(GOOD, settings={**GOOD.settings, "retention.ms": "5"})
    assert lines(found) == ["set     n.articles: retention.ms 5 → 1000"]


def test_partitions_are_never_taken_away() -> None:
    """Kafka cannot shrink a topic, and nothing else is done to one that would have to."""
    (line,) = lines(replace(GOOD, partitions=24))
    assert line.startswith("REFUSED n.articles: has 24 partitions and cannot shrink to 12")


def test_partitions_grow_only_before_there_is_state() -> None:
    """With state, the same key in another partition would know nothing of its past."""
    assert lines(replace(GOOD, partitions=4)) == ["widen   n.articles to 12 partitions"]
    (line,) = lines(replace(GOOD, partitions=4), empty=False)
    assert line.startswith("REFUSED n.articles: has 4 partitions and keeps state by them")


def test_replicas_are_left_to_the_brokers_own_tools() -> None:
    """Too few copies is told, with the command that makes more."""
    (line,) = lines(GOOD, replication=3)
    assert line.startswith("REFUSED n.articles: has 1 replicas, not 3")
