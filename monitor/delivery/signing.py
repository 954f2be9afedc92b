"""Signatures as Standard Webhooks 1.0 defines them (symmetric, ``v1``).

The signed content is ``id.timestamp.body``; the key is base64 behind ``whsec_``. Several keys give
several signatures, so that a secret can rotate while subscribers still know only the old one.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
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


def verify(
    keys: Iterable[bytes], headers: Mapping[str, str], body: bytes, now: datetime, tolerance: float
) -> str | None:
    """Check a received message as a subscriber should.

    Args:
        keys: any of them may have signed it.
        headers: of the request; case does not matter.
        body: exactly as received.
        now: the present.
        tolerance: seconds by which the timestamp may differ; 0 for any.

    Returns:
        why it cannot be trusted, or None where it can.
    """
    found = {name.lower(): value for name, value in headers.items()}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        if not found.get(name):
            return f"the header {name} is missing"
    timestamp = found["webhook-timestamp"].strip()
    if not (timestamp.isascii() and timestamp.isdigit()):
        return "webhook-timestamp is not a number of seconds"
    if tolerance and abs(now.timestamp() - int(timestamp)) > tolerance:
        return "webhook-timestamp is too far from now: the message may have been captured"
    content = f"{found['webhook-id']}.{timestamp}.".encode() + body
    wanted = [b"v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)) for key in keys]
    given = [part.encode() for part in found["webhook-signature"].split()]
    # Every pair is compared, each in constant time, so that nothing can be learned from how long.
    matches = [hmac.compare_digest(one, other) for one in wanted for other in given]
    return None if any(matches) else "no signature matches: another secret, or a changed body"
