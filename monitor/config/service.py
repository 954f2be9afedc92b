"""The service's own configuration: which engine, where its store is, how it delivers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, IPvAnyNetwork, NonNegativeInt, PositiveInt

from monitor.config.kafka_security import Security
from monitor.config.polling import Polling
from monitor.config.settings import Settings
from monitor.config.web import Web

_MINUTE = 60
_HOUR = 60 * _MINUTE

_DAY = 24 * _HOUR

Seconds = Annotated[float, Field(ge=0)]
# A wait is added to a date: beyond the calendar's end it could only fail when it is to be kept.
Wait = Annotated[float, Field(ge=0, le=10 * _DAY)]


class EngineKind(StrEnum):
    """Where the chain runs."""

    EMBEDDED = "embedded"
    KAFKA = "kafka"


class Kafka(Settings):
    """The broker, and how topics are named on it."""

    bootstrap: tuple[Annotated[str, Field(pattern=r"^[^\s:/]+:\d{1,5}$")], ...] = (
        "127.0.0.1:9092",
    )
    prefix: str = Field(default="news-monitor", pattern=r"^[A-Za-z0-9._-]{1,80}$")
    partitions: PositiveInt = 12
    replication: PositiveInt = 1
    tables: str = Field(default="../var/tables", description="Folder of the local tables.")
    session_timeout: float = Field(
        default=30.0, ge=1.0, description="Seconds without a heartbeat before a worker is dead."
    )
    stall_timeout: float = Field(
        default=120.0,
        ge=1.0,
        description="Seconds in which a partition with news does not move before the process ends.",
    )
    analysts: NonNegativeInt = Field(
        default=1, description="Processes that read articles; 0 reads in a thread of the worker."
    )
    drain: float = Field(
        default=10.0, ge=0, description="Seconds for work in hand when told to stop."
    )
    security: Security = Security()


class Breaker(Settings):
    """When an endpoint that keeps failing is left alone for a while."""

    failures: PositiveInt = Field(default=5, description="Failed tries in a row that open it.")
    pause: Wait = Field(default=5.0, description="Seconds until one try probes the endpoint.")
    longest: Wait = Field(
        default=5 * _MINUTE, description="Each failed probe doubles the pause up to this."
    )


class Delivery(Settings):
    """How webhooks are sent."""

    timeout: Seconds = Field(default=15.0, gt=0, description="Seconds for one try, all of it.")
    schedule: tuple[Wait, ...] = Field(
        default=(
            0,
            5,
            5 * _MINUTE,
            30 * _MINUTE,
            2 * _HOUR,
            5 * _HOUR,
            10 * _HOUR,
            14 * _HOUR,
            20 * _HOUR,
            24 * _HOUR,
        ),
        min_length=1,
        description="Seconds before each try, counted from the one before it.",
    )
    jitter: float = Field(default=0.1, ge=0, le=1, description="Share of a wait added at random.")
    concurrency: PositiveInt = Field(default=4, description="Tries under way at one endpoint.")
    breaker: Breaker = Breaker()
    disable_after: Seconds = Field(
        default=5 * _DAY, le=3650 * _DAY, description="Seconds of nothing but failures."
    )
    longest_wait: Wait = Field(
        default=24 * _HOUR, description="Most seconds that a Retry-After is honoured for."
    )
    allow_networks: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description="Private networks that may be reached all the same."
    )


class Service(Settings):
    """Everything the service is told."""

    watchlist: str = Field(description="Path of the watch-list, from this file's folder.")
    engine: EngineKind = EngineKind.EMBEDDED
    store: str = Field(default="../var/news-monitor.db", description="The embedded engine's file.")
    kafka: Kafka = Kafka()
    delivery: Delivery = Delivery()
    polling: Polling = Polling()
    web: Web = Web()
    dead_letter_limit: PositiveInt = Field(
        default=50, description="Failures in a row after which a stage stops."
    )
