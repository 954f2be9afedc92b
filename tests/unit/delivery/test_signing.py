"""Signatures: as the reference library of Standard Webhooks checks them."""

import base64
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from monitor.delivery.event import EventType, event_body, event_type
from monitor.delivery.signing import decode_secret, sign
from schemas.vocabulary import ChangeKind, Direction
from tests.support.making import alert

KEYS = st.binary(min_size=1, max_size=64)


def secret_of(key: bytes) -> str:
    """Write a key as a secret."""
    return "whsec_" + base64.b64encode(key).decode()


@given(KEYS, st.text("abcdef0123456789_", min_size=1), st.text(max_size=50))
def test_reference_library_verifies(key: bytes, name: str, words: str) -> None:
    """Subscribers who use the public library accept every message we sign."""
    body = orjson.dumps({"words": words.encode("utf-8", "replace").decode()})
    headers = sign([key], name, datetime.now(UTC), body)
    Webhook(secret_of(key)).verify(body.decode(), headers)


@given(KEYS, KEYS)
def test_other_key_is_refused(key: bytes, other: bytes) -> None:
    """A message signed with another key is not accepted."""
    headers = sign([key], "dl_1", datetime.now(UTC), b"{}")
    if key.ljust(64, b"\0") == other.ljust(64, b"\0"):
        return
    with pytest.raises(WebhookVerificationError):
        Webhook(secret_of(other)).verify("{}", headers)


def test_changed_body_is_refused() -> None:
    """A body that was altered on the way is noticed."""
    headers = sign([b"key"], "dl_1", datetime.now(UTC), b'{"a":1}')
    with pytest.raises(WebhookVerificationError):
        Webhook(secret_of(b"key")).verify('{"a":2}', headers)


def test_changed_id_is_refused() -> None:
    """A message cannot be sent again under another id."""
    headers = sign([b"key"], "dl_1", datetime.now(UTC), b"{}") | {"webhook-id": "dl_2"}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret_of(b"key")).verify("{}", headers)


def test_old_message_is_refused() -> None:
    """A message captured yesterday is not accepted today, so each try is signed anew."""
    headers = sign([b"key"], "dl_1", datetime.now(UTC) - timedelta(days=1), b"{}")
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret_of(b"key")).verify("{}", headers)


def test_both_keys_verify_while_a_secret_rotates() -> None:
    """Subscribers who know only the old secret, or only the new one, both accept."""
    headers = sign([b"new", b"old"], "dl_1", datetime.now(UTC), b"{}")
    for key in (b"new", b"old"):
        Webhook(secret_of(key)).verify("{}", headers)


@given(KEYS)
def test_prefix_may_be_left_out(key: bytes) -> None:
    """A secret without ``whsec_`` is the same secret."""
    assert decode_secret(secret_of(key)) == decode_secret(base64.b64encode(key).decode()) == key


@pytest.mark.parametrize("secret", ["whsec_%%%", "whsec_a", "", "whsec_", "whsec_é"])
def test_unusable_secret_is_refused(secret: str) -> None:
    """A secret that is no key is refused in words."""
    with pytest.raises(ValueError, match=r"the secret is|ASCII"):
        decode_secret(secret)


def test_event_is_a_cloud_event() -> None:
    """The body is a CloudEvents 1.0 event with the alert as its data."""
    event = orjson.loads(event_body("dl_1", alert()))
    assert (event["specversion"], event["id"]) == ("1.0", "dl_1")
    assert event["data"] == alert().model_dump(mode="json")


def test_event_has_what_standard_webhooks_recommends() -> None:
    """``type``, ``timestamp`` and ``data`` stand at the top."""
    event = orjson.loads(event_body("dl_1", alert()))
    assert {"type", "timestamp", "data"} <= event.keys()
    assert datetime.fromisoformat(event["timestamp"]).tzinfo is not None


def test_event_bytes_are_the_same_at_every_try() -> None:
    """A retry carries the same bytes, so that a subscriber may compare them."""
    assert event_body("dl_1", alert()) == event_body("dl_1", alert())


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, EventType.STATEMENT_NEW),
        (
            {"change": ChangeKind.ESCALATED, "direction": Direction.HARDER},
            EventType.POSITION_CHANGED,
        ),
        (
            {
                "issue": None,
                "signal": "legal-action",
                "change": ChangeKind.SIGNAL,
                "direction": Direction.SIGNAL,
            },
            EventType.SIGNAL_RAISED,
        ),
    ],
)
def test_event_type(fields: dict[str, object], kind: EventType) -> None:
    """A subscriber can route by type without reading the alert."""
    assert event_type(alert(**fields)) is kind
