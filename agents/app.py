"""The Faust application: its settings, topics and tables, from the one definition of both."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, cast

import faust
from faust.auth import OAuthCredentials
from faust.types import TopicT
from faust.types.transports import TransportT
from mode.utils.queues import FlowControlEvent

from agents.tables import Table
from agents.transport import Consumer, Transport
from monitor.config.kafka_security import Mechanism
from monitor.config.roles import Role
from monitor.config.service import Kafka, Service
from monitor.engine.kafka_connection import TokenFile, password, tls_context
from monitor.engine.kafka_topics import (
    CARRIED,
    OUTBOX_TABLE,
    application_id,
    broker_name,
    failures_table,
)
from monitor.flow import Flow
from monitor.topics import Topic

_MARGIN: Final = 64 * 1024  # what Kafka adds around a record
_BLOCK_CACHE: Final = 8 * 1024 * 1024
_HEARTBEAT_SECONDS: Final = 3.0
_WRITE_BUFFER: Final = 4 * 1024 * 1024


class _FlowControl(FlowControlEvent):
    """Flow control that drops nothing it has let in.

    Faust 0.15.3 resumes twice at a start that rebuilds tables: once for the changelogs, and again
    after it has resumed the streams. Resuming empties the streams' queues, so what they were given
    between the two was dropped in about a third of such starts; the next message then looked like
    one behind a gap, and the lost ones were committed.
    """

    def resume(self) -> None:
        """Resume, and empty the queues only after a suspension, when they hold nothing owed."""
        if not self.is_active():
            super().resume()


class _App(faust.App):
    @cached_property
    def flow_control(self) -> FlowControlEvent:
        """Control the flow into the streams' queues."""
        return _FlowControl(loop=self.loop)

    def _new_transport(self) -> TransportT:
        return Transport(self.conf.broker_consumer, self)


@dataclass(frozen=True, slots=True)
class KafkaApp:
    """The application of a role with its topics by name and its tables by stage."""

    role: Role
    app: faust.App
    topics: dict[str, TopicT]
    tables: dict[str, Table]

    def stood_still(self) -> bool:
        """Tell whether it was frozen for so long that its partitions may be another worker's."""
        return cast("Consumer", self.app.consumer).stood_still()


def build_app(service: Service, flow: Flow, folder: Path, role: Role) -> KafkaApp:
    """Build the application of a role; nothing connects yet.

    Each role is a consumer group of its own, also where one process carries several: so roles come
    and go without dividing the partitions of the others, and what a role has done stays done
    whichever process carries it next.

    Topics carry raw bytes: Faust skips in silence what its codecs cannot decode, so decoding is
    done by our own guard. All are created beforehand, because one that Faust creates by itself
    has one partition, which no table then matches.
    """
    kafka = service.kafka
    largest = max(topic.max_bytes for topic in flow.topics) + _MARGIN
    app = _App(
        application_id(kafka, role),
        broker=[f"kafka://{address}" for address in kafka.bootstrap],
        broker_credentials=_credentials(kafka),
        store="rocksdb://",
        datadir=folder / role,
        topic_partitions=kafka.partitions,
        topic_replication_factor=kafka.replication,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        # Without these, a table stores bytes as they are and reads them back as JSON.
        key_serializer="raw",
        value_serializer="raw",
        producer_acks=-1,
        producer_max_request_size=largest,
        consumer_max_fetch_size=largest,
        consumer_auto_offset_reset="earliest",
        # 0.3 s between commits cut what a rebalance repeats from 212 records to none.
        broker_commit_interval=0.3,
        broker_session_timeout=kafka.session_timeout,
        # A member hears of a rebalance by its next heartbeat.
        broker_heartbeat_interval=min(kafka.session_timeout / 6, _HEARTBEAT_SECONDS),
        # Waiting for streams to be empty hangs for ever on one unacknowledged event.
        stream_wait_empty=False,
        Table=Table,
        table_standby_replicas=0,
        autodiscover=False,
    )
    topics = {
        topic.name: app.topic(
            broker_name(kafka, topic),
            key_type=bytes,
            value_type=bytes,
            partitions=kafka.partitions,
        )
        for topic in flow.topics
    }
    names = [s.name for s in flow.stages if s.stateful and s.name in CARRIED[role]]
    names.append(failures_table(role))
    if role is Role.DELIVER:
        names.append(OUTBOX_TABLE)
    tables = {name: _table(app, name, kafka.partitions) for name in names}
    return KafkaApp(role, app, topics, tables)


def _credentials(kafka: Kafka) -> faust.types.auth.CredentialsT | None:
    tls, sasl = kafka.security.tls, kafka.security.sasl
    context = tls_context(tls) if tls else None
    if sasl is not None and sasl.mechanism is Mechanism.OAUTHBEARER:
        return OAuthCredentials(oauth_cb=TokenFile(sasl), ssl_context=context)
    if sasl is not None:
        return faust.SASLCredentials(
            username=sasl.username,
            password=password(sasl),
            ssl_context=context,
            mechanism=sasl.mechanism.value,
        )
    return faust.SSLCredentials(context) if context else None


def _table(app: faust.App, name: str, partitions: int) -> Table:
    table = app.Table(
        name,
        key_type=bytes,
        value_type=bytes,
        partitions=partitions,
        options={
            "driver": "rocksdict",
            # For each partition of each table; Faust's own defaults are 2 GiB and 64 MiB.
            "block_cache_size": _BLOCK_CACHE,
            "write_buffer_size": _WRITE_BUFFER,
        },
    )
    return cast("Table", table)


def topic_of(kafka_app: KafkaApp, topic: Topic) -> TopicT:
    """Return a topic of the application."""
    return kafka_app.topics[topic.name]
