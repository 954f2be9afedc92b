"""Signatures as Standard Webhooks 1.0 defines them (symmetric, ``v1``).

The signed content is ``id.timestamp.body``; the key is base64 behind ``whsec_``. Several keys give
several signatures, so that a secret can rotate while subscribers still know only the old one.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

_PREFIX = "whsec_"


def decode_secret(secret: str) -> bytes:
    """Return the key of a secret.

    Raises:
        ValueError: it is not base64.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("the secret is not base64 behind whsec_") from error
    if not key:
        raise ValueError("the secret is empty")
    return key


def sign(keys: Iterable[bytes], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of a signed message."""
    timestamp = str(int(at.timestamp()))
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = (
        "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode() for key in keys
    )
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }
