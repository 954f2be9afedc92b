"""Several held alerts in one message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from monitor.identity import delivery_id, make_id
from schemas.alert import Alert
from schemas.delivery import Delivery, DeliveryStatus
from schemas.event import Digest, DigestItem

# As many as fit into a message with their words.
LARGEST: Final = 25
_WORDS: Final = 200


def combine(held: Sequence[Delivery], now: datetime) -> tuple[Delivery, list[Delivery]]:
    """Put deliveries to one endpoint that waited together into one.

    Its id is a hash of theirs, so a repeated attempt to combine the same ones makes no second one.

    Returns:
        the delivery of the digest, and the members as they stand then.
    """
    endpoint = held[0].endpoint
    reason = held[0].reason or ""
    name = make_id("dg", endpoint, *sorted(member.id for member in held))
    digest = Digest(
        id=name,
        endpoint=endpoint,
        reason=reason,
        alerts=tuple(_item(m.payload) for m in held if isinstance(m.payload, Alert)),
        at=now,
    )
    delivery = Delivery(
        id=delivery_id(name, endpoint),
        alert=name,
        endpoint=endpoint,
        payload=digest,
        created=min(member.created for member in held),
        due=now,
    )
    update = {"status": DeliveryStatus.GROUPED, "group": delivery.id}
    return delivery, [member.model_copy(update=update) for member in held]


def _item(alert: Alert) -> DigestItem:
    return DigestItem(
        alert=alert.id,
        actor=alert.actor,
        issue=alert.issue,
        signal=alert.signal,
        change=alert.change,
        direction=alert.direction,
        severity=alert.severity,
        title=alert.title,
        words=" … ".join(" ".join(piece.split()) for piece in alert.after.content)[:_WORDS],
        link=alert.after.link,
        statement=alert.statement,
        raised_at=alert.raised_at,
        sequence=alert.sequence,
        previous_alert=alert.previous_alert,
    )
