"""Topics: the single definition from which the store, the broker and the documents are made."""

from dataclasses import dataclass
from typing import Final

from schemas.alert import Alert
from schemas.article import Article
from schemas.base import VersionedRecord
from schemas.change import Change
from schemas.dead_letter import DeadLetter
from schemas.delivery import Delivery
from schemas.feed import Feed
from schemas.health import Health
from schemas.order import Order
from schemas.position import Position
from schemas.statement import Report

_DAY: Final = 24 * 60 * 60
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Topic:
    """One noun on the move.

    Attributes:
        name: as readers of the topic know it; brokers see it behind a prefix.
        record: the schema of its values.
        key: what its records are keyed by, in words.
        partitions: on Kafka. Topics that are read by key share a count.
        retention: seconds a record is kept; None keeps the newest record of each key instead.
        max_bytes: largest record.
    """

    name: str
    record: type[VersionedRecord]
    key: str
    description: str
    partitions: int = 12
    retention: int | None = 30 * _DAY
    max_bytes: int = _MIB

    def __str__(self) -> str:
        """Name it."""
        return self.name


# An article may hold 5 MB of text; JSON escapes and metadata come on top.
_ARTICLE_BYTES: Final = 12 * _MIB

FEEDS: Final = Topic(
    "feeds",
    Feed,
    key="feed id, all feeds of a host in one partition",
    description="The feeds to poll; workers divide its partitions. Kept on Kafka only.",
    retention=None,
)
ARTICLES: Final = Topic(
    "articles",
    Article,
    key="article id",
    description="Articles as they arrive, text only.",
    max_bytes=_ARTICLE_BYTES,
)
STATEMENTS: Final = Topic(
    "statements",
    Report,
    key="actor id",
    description="What one article says that one actor said.",
    retention=365 * _DAY,
    max_bytes=8 * _MIB,
)
CHANGES: Final = Topic(
    "changes",
    Change,
    key="actor id",
    description="The verdict on every statement, with its reason.",
    retention=365 * _DAY,
)
POSITIONS: Final = Topic(
    "positions",
    Position,
    key="actor id and issue",
    description="Where each actor stands on each issue now.",
    retention=None,
)
ALERTS: Final = Topic(
    "alerts",
    Alert,
    key="actor id",
    description="What subscribers are told.",
    retention=365 * _DAY,
)
ALERTS_BY_ID: Final = Topic(
    "alerts-by-id",
    Alert,
    key="alert id",
    description="Every alert once, for consumers that begin late. Kept on Kafka only.",
    retention=None,
)
DELIVERIES: Final = Topic(
    "deliveries",
    Delivery,
    key="endpoint id",
    description="Alerts on their way to endpoints.",
)
RECEIPTS: Final = Topic(
    "receipts",
    Delivery,
    key="endpoint id",
    description="How each try at a delivery went; the last tells how it ended.",
)
ENDPOINTS: Final = Topic(
    "endpoints",
    Health,
    key="endpoint id",
    description="How each endpoint fares: failing, paused or disabled, and since when.",
    retention=None,
)
ORDERS: Final = Topic(
    "orders",
    Order,
    key="endpoint id or silence id",
    description="What operators ordered: endpoints switched on and off, silences.",
    retention=None,
)
DEAD_LETTERS: Final = Topic(
    "dead-letters",
    DeadLetter,
    key="topic of origin",
    description="What could not be processed, whole, with the reason.",
    retention=365 * _DAY,
    max_bytes=2 * _ARTICLE_BYTES,
)

ALL: Final = (
    FEEDS,
    ARTICLES,
    STATEMENTS,
    CHANGES,
    POSITIONS,
    ALERTS,
    ALERTS_BY_ID,
    DELIVERIES,
    RECEIPTS,
    ENDPOINTS,
    ORDERS,
    DEAD_LETTERS,
)
