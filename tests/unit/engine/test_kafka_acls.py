"""The list of rights, as it is printed and as it is documented."""

import shlex
from itertools import takewhile
from pathlib import Path

from monitor.config.service import Kafka
from monitor.engine.kafka_acls import WHO, Grant, Resource, grants
from monitor.engine.kafka_topics import CARRIED, broker_name, changelog_name, plan
from monitor.flow import Flow
from monitor.topics import DEAD_LETTERS
from tests.support.acls import rights
from tests.support.commands import call
from tests.support.files import configuration

KAFKA = Kafka(prefix="PREFIX")


def _row(grant: Grant) -> str:
    star = "*" if grant.prefixed else ""
    names = ", ".join(f"`{name}{star}`" for name in grant.names)
    return f"| `{grant.who}` | {grant.resource} | {names} | {', '.join(grant.operations)} |"


def test_documentation_shows_the_list(root: Path) -> None:
    """Every right stands in the reference, and none that nobody has."""
    text = (root / "docs" / "reference" / "kafka.md").read_text("utf-8")
    _, _, table = text.partition("| who | on | named | operations |\n|---|---|---|---|\n")
    shown = list(takewhile(lambda line: line.startswith("|"), table.splitlines()))
    assert shown == [_row(grant) for grant in grants(KAFKA)]


def test_each_role_may_do_what_its_stages_do(flow: Flow) -> None:
    """A stage that is added to the chain is added to the list."""
    allowed = {
        (grant.who, operation, name)
        for grant in grants(KAFKA)
        for operation in grant.operations
        for name in grant.names
    }
    for stage in flow.stages:
        role = next(role for role, names in CARRIED.items() if stage.name in names)
        assert (role, "Read", broker_name(KAFKA, stage.source)) in allowed
        for topic in (*stage.emits, DEAD_LETTERS):
            assert (role, "Write", broker_name(KAFKA, topic)) in allowed
        if stage.stateful:
            changelog = changelog_name(KAFKA, stage.name)
            assert {(role, "Read", changelog), (role, "Write", changelog)} <= allowed


def test_every_topic_is_somebodys_and_every_name_a_topics(flow: Flow) -> None:
    """The list names every topic that is made, and no other."""
    named = {
        name
        for grant in grants(KAFKA)
        if grant.resource is Resource.TOPIC and not grant.prefixed
        for name in grant.names
    }
    assert named == {topic.name for topic in plan(KAFKA, flow)}


def test_names_and_tool_are_told(tmp_path: Path) -> None:
    """Principals are as the broker knows them, quoted as the shell needs it."""
    kafka = {"prefix": "lake", "bootstrap": ["one:9093", "two:9093"]}
    path = configuration(tmp_path, service={"engine": "kafka", "kafka": kafka})
    printed = call("topics", "acls", "--config", path).out.splitlines()
    assert {right.principal for right in rights(printed)} == {f"User:{who}" for who in WHO}
    assert all(
        line.startswith("kafka-acls --bootstrap-server one:9093,two:9093 ") for line in printed
    )
    told = ("--principal", "User:CN={who}, O=Lake", "--tool", "acls.sh")
    for line in call("topics", "acls", "web", *told, "--config", path).out.splitlines():
        words = shlex.split(line)
        assert words[0] == "acls.sh"
        assert words[words.index("--allow-principal") + 1] == "User:CN=web, O=Lake"


def test_who_is_not_known_is_refused(tmp_path: Path) -> None:
    """A misspelt role is no list of nothing."""
    path = configuration(tmp_path, service={"engine": "kafka"})
    done = call("topics", "acls", "analyze", "--config", path)
    assert done.code == 2
    assert "analyze" in done.err
    assert "analyse" in done.err
