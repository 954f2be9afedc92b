"""Records to bytes and back, with a reason a person understands when they are not what they say."""

from collections.abc import Mapping

import orjson
from pydantic import ValidationError

from monitor.errors import UnreadableRecordError
from monitor.topics import Topic
from schemas.base import VersionedRecord


def encode(record: VersionedRecord) -> bytes:
    """Serialise a record as UTF-8 JSON."""
    return record.__pydantic_serializer__.to_json(record)


def decode(topic: Topic, value: bytes | None) -> VersionedRecord:
    """Read a record of ``topic``.

    Raises:
        UnreadableRecordError: naming each field that is wrong.
    """
    if value is None:
        raise UnreadableRecordError(f"{topic}: the record has no value")
    try:
        return topic.record.model_validate_json(value)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'record'}: {e['msg']}" for e in error.errors()[:5]
        )
        raise UnreadableRecordError(f"{topic}: {wrong}") from error


def to_line(fields: Mapping[str, object]) -> str:
    """Write a mapping as one JSON line."""
    return orjson.dumps(fields).decode()
