"""The published documents: JSON Schemas, AsyncAPI 3 and OpenAPI 3.1, generated from the code."""

from pathlib import Path
from typing import Any, Final

import orjson

from monitor import topics
from monitor.topics import Topic
from monitor.webhooks import openapi
from schemas.export import (
    EVENTS,
    RECORDS,
    event_schema,
    event_schema_name,
    json_schema,
    schema_name,
)

_VERSION: Final = "1.0.0"


def documents() -> dict[str, bytes]:
    """Return every document by its path under `schemas/`."""
    found = {f"json/{schema_name(record)}": json_schema(record) for record in RECORDS}
    found |= {f"json/{event_schema_name(kind)}": event_schema(kind) for kind in EVENTS}
    found["asyncapi.json"] = asyncapi()
    found["openapi.json"] = openapi()
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return {name: orjson.dumps(document, option=option) for name, document in found.items()}


def asyncapi() -> dict[str, Any]:
    """Describe the topics as AsyncAPI 3.0, referring to the JSON Schemas beside it."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "news-monitor",
            "version": _VERSION,
            "description": (
                "What public actors say, how their positions change, and what subscribers are"
                " told. Topic names stand behind the prefix of the configuration."
            ),
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics.ALL},
        "operations": {
            f"read-{topic.name}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "summary": topic.description,
            }
            for topic in topics.ALL
        },
        "components": {
            "messages": {
                topic.record.__name__: {
                    "name": topic.record.__name__,
                    "contentType": "application/json",
                    "payload": {
                        "schemaFormat": "application/schema+json;version=draft-2020-12",
                        "schema": {"$ref": f"json/{schema_name(topic.record)}"},
                    },
                }
                for topic in topics.ALL
            }
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    if topic.retention is None:
        configs: dict[str, Any] = {"cleanup.policy": ["compact"]}
    else:
        configs = {"cleanup.policy": ["delete"], "retention.ms": int(topic.retention * 1000)}
    return {
        "address": topic.name,
        "description": f"{topic.description} Keyed by {topic.key}.",
        "messages": {
            topic.record.__name__: {"$ref": f"#/components/messages/{topic.record.__name__}"}
        },
        "bindings": {
            "kafka": {
                "partitions": topic.partitions,
                "topicConfiguration": configs | {"max.message.bytes": topic.max_bytes},
                "bindingVersion": "0.5.0",
            }
        },
    }


def write_documents(folder: Path) -> list[Path]:
    """Write every document under ``folder``; return those that were missing or stale."""
    changed = []
    for name, content in documents().items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(path)
    return changed
