"""Workers come and go: no group waits for one that is not there."""

import asyncio
import signal
from pathlib import Path

import pytest

from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_admin import administering
from monitor.engine.kafka_topics import CARRIED, application_id
from monitor.testing.receiver import Receiver
from tests.kafka.test_faults import _worker
from tests.kafka.test_promises import member, receiver, story

pytestmark = pytest.mark.kafka

__all__ = ["receiver", "story"]  # fixtures


async def members(kafka: Kafka, role: Role) -> int:
    """Count the members of a role's group, as the broker does."""
    async with administering(kafka) as admin:
        (answer,) = await admin.describe_consumer_groups([application_id(kafka, role)])
    ((_error, _group, _state, _type, _protocol, listed, *_),) = answer.groups
    return len(listed)


@pytest.mark.parametrize("moment", ["Starting...", "(Re-)joining group", "opening partition"])
async def test_worker_stopped_while_it_starts_leaves_its_groups(
    moment: str, service: Service, story: Path, receiver: Receiver, tmp_path: Path
) -> None:
    """Asked to stop before it is a member, while it becomes one or while tables are recovered."""
    kafka = service.kafka.model_copy(update={"session_timeout": 30, "analysts": 0})
    service = service.model_copy(update={"kafka": kafka})
    config = member(tmp_path, service, story, receiver, "one")
    log = config.parent / "worker.log"
    async with _worker(config) as process, asyncio.timeout(60):
        while not log.exists() or moment not in log.read_text("utf-8"):  # noqa: ASYNC110 - a file
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):  # under the session timeout
            assert await process.wait() == 0
    assert [await members(kafka, role) for role in CARRIED] == [0, 0, 0]
