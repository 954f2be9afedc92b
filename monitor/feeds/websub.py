"""Subscriptions at hubs: W3C WebSub, its sections cited. What to ask, believe and ignore; pure.

Polling never ends: a subscription only makes the wait longer, and only while the hub proves itself
by bringing what a poll would find. A hub that is silent, or that signs in a way that is not taken
(SHA-1), so costs nothing but its request.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from monitor.config.polling import WebSub
from monitor.feeds.links import absolute
from monitor.feeds.parsed import ParsedFeed
from monitor.net.answer import Answer

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
# Renewed when so much of the lease is left.
_RENEWED_AT: Final = 0.25
# A hub verifies within seconds or minutes; later it answers a question that nobody asked.
_LONGEST_ANSWER: Final = _DAY
_LONGEST_LEASE: Final = 365 * _DAY
_DOUBLINGS: Final = 10
_LONGEST_REASON: Final = 200
_LONGEST_CHALLENGE: Final = 2048
# Section 7: SHA-1 is recognised by the protocol and no longer good enough.
_METHODS: Final = ("sha256", "sha384", "sha512")
# RFC 8288, section 3, as far as a hub needs it.
_LINK: Final = re.compile(r"<([^<>]*)>([^<>]*)")
_REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)
_SECONDS: Final = re.compile(r"\d{1,12}", re.ASCII)


class Subscription(BaseModel):
    """Where a subscription stands; times are POSIX timestamps, 0 for never.

    Attributes:
        hub: where it is.
        topic: what the hub knows the feed by.
        callback: our address at which the hub reaches us.
        token: its last part, which nobody can guess.
        secret: what the hub signs with.
        asked: when the hub was last asked for it; 0 if that is answered.
        retry: not to be asked again before this.
        failures: in a row: askings that were refused or never answered.
        until: when the lease ends; 0 while it is not verified.
        lease: its length in seconds.
        delivers: the last news of the feed came from the hub, so polls may wait.
        leaving: it is to end; the hub has been or will be asked to.
        reason: why there is none, if the hub says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    hub: str
    topic: str
    callback: str
    token: str
    secret: str
    asked: float = 0.0
    retry: float = 0.0
    failures: int = 0
    until: float = 0.0
    lease: float = 0.0
    delivers: bool = False
    leaving: bool = False
    reason: str = ""

    def status(self, now: float) -> str:
        """Return one word: leaving, subscribed, refused or asked."""
        if self.leaving:
            return "leaving"
        if self.until > now:
            return "subscribed"
        return "refused" if self.reason else "asked"


def advertised(answer: Answer, parsed: ParsedFeed | None) -> tuple[str, str] | None:
    """Return the hub and the topic that an answer names; None if it names not both (section 4).

    Links of the headers come before those of the document.
    """
    hub, topic = (_link(answer, rel) for rel in ("hub", "self"))
    if hub and topic:
        return hub, topic
    if parsed is not None and parsed.hub and parsed.topic:
        return parsed.hub, parsed.topic
    return None


def _link(answer: Answer, rel: str) -> str | None:
    for address, parameters in _LINK.findall(answer.headers.get("link", "")):
        said = _REL.search(parameters)
        if said and rel in (said[1] or said[2] or "").lower().split():
            return absolute(address.strip(), answer.url)
    return None


def usable(hub: str, settings: WebSub) -> bool:
    """Tell whether a hub is subscribed at: the secret is sent over TLS only (section 5.1)."""
    return settings.callback is not None and (settings.plain_hubs or hub.startswith("https://"))


def wanted(
    held: Subscription | None,
    hub: str,
    topic: str,
    now: float,
    settings: WebSub,
    draw: Callable[[], str],
) -> Subscription | None:
    """Return the subscription to ask a hub for now; None if there is nothing to ask for.

    Args:
        held: what there is.
        hub: that the feed advertises.
        topic: likewise.
        now: the present.
        settings: of WebSub.
        draw: gives words that nobody can guess.
    """
    base = str(settings.callback).rstrip("/")
    if (
        held is None
        or held.leaving
        or (held.hub, held.topic, held.callback) != (hub, topic, f"{base}/{held.token}")
    ):
        # A publisher that names another hub each time makes us ask no more than one that does not.
        waits = {"retry": held.retry, "failures": held.failures} if held else {}
        token = draw()
        held = Subscription(
            hub=hub, topic=topic, callback=f"{base}/{token}", token=token, secret=draw(), **waits
        )
    return None if now < renewal(held) else _asking(held, now)


def leaving(held: Subscription, now: float) -> Subscription | None:
    """Return the subscription to ask its hub for the end of; None if that is not to be done now."""
    if not held.leaving:
        held = held.model_copy(
            update={"leaving": True, "delivers": False, "retry": 0.0, "failures": 0}
        )
    return _asking(held, now)


def _asking(held: Subscription, now: float) -> Subscription | None:
    if now < held.retry:
        return None
    # Held for a failure until the hub verifies it: some take a request and never come back.
    pause = min(_HOUR * 2.0 ** min(held.failures, _DOUBLINGS), _DAY)
    return held.model_copy(
        update={"asked": now, "retry": now + pause, "failures": held.failures + 1}
    )


def renewal(held: Subscription) -> float:
    """Return when a subscription is to be renewed; the beginning of time while there is none."""
    return held.until - _RENEWED_AT * held.lease if held.until else 0.0


def request(held: Subscription, settings: WebSub) -> str:
    """Return the form by which a hub is asked to begin or end a subscription (section 5.1)."""
    form = {
        "hub.callback": held.callback,
        "hub.mode": "unsubscribe" if held.leaving else "subscribe",
        "hub.topic": held.topic,
    }
    if not held.leaving:
        form |= {"hub.lease_seconds": str(int(settings.lease)), "hub.secret": held.secret}
    return urlencode(form)


def refused(held: Subscription, why: str) -> Subscription:
    """Return the subscription after its hub did not take the request."""
    return held.model_copy(update={"asked": 0.0, "reason": why[:_LONGEST_REASON]})


def verified(
    held: Subscription, query: Mapping[str, str], now: float, settings: WebSub
) -> tuple[Subscription, str] | None:
    """Return the subscription and the challenge to answer with, if we did ask (section 5.3).

    None refuses: another topic or mode, or a question that we have not put.
    """
    challenge = query.get("hub.challenge", "")
    if query.get("hub.topic") != held.topic or not 0 < len(challenge) <= _LONGEST_CHALLENGE:
        return None
    if held.leaving:
        return (held, challenge) if query.get("hub.mode") == "unsubscribe" else None
    if query.get("hub.mode") != "subscribe" or now - held.asked > _LONGEST_ANSWER:
        return None
    said = query.get("hub.lease_seconds", "")
    lease = min(float(said), _LONGEST_LEASE) if _SECONDS.fullmatch(said) else settings.lease
    update = {"asked": 0.0, "failures": 0, "until": now + lease, "lease": lease, "reason": ""}
    return held.model_copy(update=update), challenge


def denied(held: Subscription, query: Mapping[str, str], now: float) -> Subscription | None:
    """Return the subscription after its hub denied it (section 5.2); None if this is no denial."""
    if query.get("hub.mode") != "denied" or query.get("hub.topic") != held.topic:
        return None
    said = query.get("hub.reason", "")[:_LONGEST_REASON].encode("utf-8", "replace").decode()
    update = {"asked": 0.0, "until": 0.0, "delivers": False, "retry": now + _DAY}
    return held.model_copy(update=update | {"reason": f"denied by the hub: {said}".rstrip(": ")})


def signed(held: Subscription, signature: str, content: bytes) -> bool:
    """Tell whether content carries the signature that only the hub can give (section 7.1)."""
    method, _, said = signature.partition("=")
    if method not in _METHODS:
        return False
    right = hmac.new(held.secret.encode(), content, method).hexdigest()
    return hmac.compare_digest(right.encode(), said.strip().lower().encode("utf-8", "replace"))


def delivered(held: Subscription, *, by_hub: bool) -> Subscription:
    """Return the subscription after news of the feed came from the hub, or from a poll instead."""
    return held.model_copy(update={"delivers": by_hub and not held.leaving})


def wait(held: Subscription | None, now: float, settings: WebSub) -> float:
    """Return for how many seconds polls are not needed: the hub delivers, and will go on to."""
    if held is None or not held.delivers or held.leaving or held.until <= now:
        return 0.0
    return max(0.0, min(settings.wait, renewal(held) - now))
