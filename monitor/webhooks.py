"""The webhooks as an OpenAPI 3.1 document, for subscribers who generate their receivers."""

from typing import Any, Final

from schemas.event import EventType
from schemas.export import EVENTS, event_schema_name

_VERSION: Final = "1.0.0"

_TELLS: Final = {
    EventType.STATEMENT_NEW: "An actor takes a first position on an issue.",
    EventType.POSITION_CHANGED: "An actor's position on an issue moves.",
    EventType.SIGNAL_RAISED: "An actor uses a tracked phrase.",
    EventType.ALERTS_DIGEST: "Several alerts that waited come together.",
    EventType.ARTICLE_CORRECTED: "An article no longer carries words that it carried.",
    EventType.ENDPOINT_TEST: "An operator tries whether this endpoint can be reached.",
    EventType.ENDPOINT_DISABLED: "Another endpoint is no longer sent to.",
}
_HEADERS: Final = {
    "webhook-id": "Identifies the message; the same on every retry, so that it can be told apart.",
    "webhook-timestamp": "When this try was made, in seconds since the epoch.",
    "webhook-signature": "`v1,` and base64 of HMAC-SHA256; several while a secret rotates.",
}
_ANSWERS: Final = {
    "2XX": "Taken.",
    "410": "Gone: the endpoint is disabled.",
    "429": "Too many: tried again after Retry-After.",
    "503": "Unavailable: tried again after Retry-After.",
    "default": "A failure: tried again on the schedule. Redirects are never followed.",
}


def openapi() -> dict[str, Any]:
    """Describe every webhook."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "news-monitor webhooks",
            "version": _VERSION,
            "description": "Signed as Standard Webhooks 1.0 says; bodies are CloudEvents 1.0.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "webhooks": {kind.value: {"post": _operation(kind)} for kind in EVENTS},
    }


def _operation(kind: EventType) -> dict[str, Any]:
    return {
        "operationId": kind.value.replace(".", "-"),
        "summary": _TELLS[kind],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": description,
                "schema": {"type": "string"},
            }
            for name, description in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/cloudevents+json": {
                    "schema": {"$ref": f"json/{event_schema_name(kind)}"}
                }
            },
        },
        "responses": {code: {"description": text} for code, text in _ANSWERS.items()},
    }
