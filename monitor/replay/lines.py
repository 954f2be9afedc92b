"""Records as `news-monitor replay --json` prints them."""

from collections.abc import Mapping
from typing import Any, Final

from monitor.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, RECEIPTS, STATEMENTS, Topic
from schemas.base import VersionedRecord
from schemas.statement import Report

_KINDS: Final[Mapping[str, str]] = {
    ARTICLES.name: "article",
    CHANGES.name: "change",
    ALERTS.name: "alert",
    RECEIPTS.name: "delivery",
    DEAD_LETTERS.name: "dead_letter",
}


def lines_of(
    topic: Topic, record: VersionedRecord, duplicates: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the lines of a record, ``record`` first in each.

    Args:
        topic: where it came from.
        record: what came.
        duplicates: statement id to the id of the statement it copies.
    """
    if topic is STATEMENTS and isinstance(record, Report):
        return [
            {"record": "statement"}
            | statement.model_dump(mode="json")
            | {"duplicate_of": duplicates.get(statement.id)}
            for statement in record.statements
        ]
    kind = _KINDS.get(topic.name)
    return [{"record": kind} | record.model_dump(mode="json")] if kind else []
