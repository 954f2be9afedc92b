"""`news-monitor topics` on a real broker."""

import asyncio
from pathlib import Path

import pytest

from agents.intake import publish
from monitor.config.service import Service
from monitor.engine.kafka_admin import administering, configure, describe
from monitor.engine.kafka_topics import broker_name, changelog_name
from monitor.topics import ARTICLES, Topic
from schemas.article import Article
from tests.support.commands import Finished, call
from tests.support.files import configuration

pytestmark = pytest.mark.kafka


def topics(command: str, service: Service, folder: Path, **kafka: object) -> Finished:
    """Run a command for a configuration."""
    settings = service.model_dump(mode="json")
    path = configuration(folder, service={"engine": "kafka", "kafka": settings["kafka"] | kafka})
    return call("topics", command, "--config", path)


async def settings_of(service: Service, name: str) -> dict[str, str]:
    """Return the settings that the broker has made for a topic."""
    async with administering(service.kafka) as admin:
        found = (await describe(admin, [name]))[name]
    return {key: found.settings[key] for key in found.own}


async def change(service: Service, name: str, settings: dict[str, str]) -> None:
    """Change a topic behind the command's back."""
    async with administering(service.kafka) as admin:
        await configure(admin, name, settings)


def test_apply_makes_what_plan_says_and_check_agrees(service: Service, tmp_path: Path) -> None:
    """Set up, change, and set up again: only what differs is touched."""
    name = broker_name(service.kafka, ARTICLES)
    assert f"create  {name} (4 partitions)" in topics("plan", service, tmp_path).out
    assert topics("check", service, tmp_path).code == 1
    assert topics("apply", service, tmp_path).code == 0
    assert topics("check", service, tmp_path).code == 0
    assert topics("apply", service, tmp_path).out == "nothing to do\n"
    before = asyncio.run(settings_of(service, name))
    # One setting of ours is changed, one that is none of ours is made.
    asyncio.run(change(service, name, before | {"retention.ms": "1000", "segment.ms": "60000"}))
    told = topics("plan", service, tmp_path).out
    assert told == f"set     {name}: retention.ms 1000 → {before['retention.ms']}\n"
    assert topics("apply", service, tmp_path).code == 0
    assert asyncio.run(settings_of(service, name)) == before | {"segment.ms": "60000"}


def test_partitions_grow_until_there_is_state_and_never_shrink(
    service: Service, tmp_path: Path
) -> None:
    """What would part an actor from its history is refused, and then nothing is changed."""
    assert topics("apply", service, tmp_path).code == 0
    grown = topics("apply", service, tmp_path, partitions=6)
    assert grown.code == 0
    assert f"widen   {broker_name(service.kafka, ARTICLES)} to 6 partitions" in grown.out
    shrunk = topics("apply", service, tmp_path, partitions=4)
    assert shrunk.code == 1
    assert "cannot shrink to 4" in shrunk.out
    assert shrunk.err == "nothing was changed\n"
    table = Topic(
        changelog_name(service.kafka, "track").removeprefix(f"{service.kafka.prefix}."),
        Article,
        key="",
        description="",
    )
    asyncio.run(publish(service.kafka, table, [("lavrov", b"{}")]))
    refused = topics("apply", service, tmp_path, partitions=8)
    assert refused.code == 1
    assert "keeps state by them" in refused.out
    assert topics("check", service, tmp_path, partitions=6).code == 0
