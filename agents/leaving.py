"""Leaves consumer groups for applications that were stopped before they could.

Where an application is stopped while it joins its group, Faust ends the consumer's thread as it
waits for the main one. The group then keeps a member that nobody is until its session is over, with
partitions that nobody reads.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final, cast

from aiokafka.client import AIOKafkaClient, ConnectionGroup, CoordinationType
from aiokafka.errors import KafkaError
from aiokafka.protocol.group import LeaveGroupRequest

from agents.app import KafkaApp
from agents.transport import Consumer
from monitor.config.service import Kafka
from monitor.engine.kafka_connection import connection
from monitor.engine.kafka_topics import application_id

logger = logging.getLogger(__name__)

_END_SECONDS: Final = 2.0


async def leave_groups(kafka: Kafka, apps: Iterable[KafkaApp]) -> None:
    """Leave the groups of applications that have been stopped, where they are still members.

    A broker that is away is left alone: it ends the session by itself.
    """
    consumers = {
        application_id(kafka, app.role): cast("Consumer", app.app.consumer) for app in apps
    }
    await asyncio.gather(*(consumer.end(_END_SECONDS) for consumer in consumers.values()))
    members = {group: consumer.member() for group, consumer in consumers.items()}
    left = {group: member for group, member in members.items() if member}
    if not left:
        return
    client = AIOKafkaClient(**connection(kafka))
    try:
        await client.bootstrap()
        for group, member in left.items():
            node = await client.coordinator_lookup(CoordinationType.GROUP, group)
            await client.ready(node, group=ConnectionGroup.COORDINATION)
            request = LeaveGroupRequest(group, member)
            await client.send(node, request, group=ConnectionGroup.COORDINATION)
            logger.info("left %s, which was being joined", group)
    except (KafkaError, OSError) as error:
        logger.warning("the broker does not hear that this worker leaves: %r", error)
    finally:
        await client.close()
