"""What to ask a publisher, and what its answer means for the feed. No clock, no network."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from monitor.config.polling import Polling
from monitor.feeds.headers import freshness, retry_after
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.schedule import after_failure, after_success, learn
from monitor.feeds.state import FeedState
from monitor.feeds.websub import advertised
from monitor.net.answer import Answer, Hop

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
_DAY: Final = 86_400.0
_PERMANENT: Final = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
# So many failures at the address a redirect led to, and the one in the watch-list is tried again.
_PATIENCE: Final = 5
# Seconds for which a host is left alone at most, however long it asks.
LONGEST_HOLD: Final = 7 * _DAY
_LONGEST_HEADER: Final = 2048
_LONGEST_ERROR: Final = 300


def request_headers(state: FeedState, agent: str) -> dict[str, str]:
    """Return the headers to ask with: validators exactly as they were given (RFC 9110, 13.1)."""
    headers = {"user-agent": agent, "accept": ACCEPT, "accept-encoding": "gzip, deflate, br"}
    if state.etag is not None:
        headers["if-none-match"] = state.etag
    if state.last_modified is not None:
        headers["if-modified-since"] = state.last_modified
    return headers


def user_agent(version: str, contact: str) -> str:
    """Return name, version and contact."""
    return f"news-monitor/{version}" + (f" (+{contact})" if contact else "")


def digest(body: bytes) -> str:
    """Return a short hash of a document, by which an unchanged one is known without reading it."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def is_unchanged(state: FeedState, answer: Answer) -> bool:
    """Tell whether an answer says what the one before it said."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return True
    return answer.status == HTTPStatus.OK and state.digest == digest(answer.body) != ""


def problem(state: FeedState, answer: Answer) -> str:
    """Return why an answer is of no use; empty if it is."""
    if answer.error:
        return answer.error[:_LONGEST_ERROR]
    if answer.status == HTTPStatus.NOT_MODIFIED:
        asked = state.etag is not None or state.last_modified is not None
        return "" if asked else "HTTP 304 to a question without a condition"
    if answer.status != HTTPStatus.OK:
        return f"HTTP {answer.status}"
    return "" if answer.body.strip() else "the document is empty"


def succeeded(
    state: FeedState,
    answer: Answer,
    parsed: ParsedFeed | None,
    now: datetime,
    settings: Polling,
    *,
    changed: bool,
    jitter: float,
    hub: float = 0.0,
) -> FeedState:
    """Return the state after an answer that was of use.

    Args:
        state: before it.
        answer: what came.
        parsed: the document; None if it is unchanged.
        now: the present.
        settings: of polling.
        changed: whether an entry appeared or was edited.
        jitter: share by which the wait is lengthened.
        hub: seconds for which a hub brings the news.
    """
    at = now.timestamp()
    update: dict[str, Any] = {
        "last_poll": at,
        "last_read": at,
        "last_status": answer.status,
        "error": "",
        "error_since": 0.0,
        "failures": 0,
        "polls": state.polls + 1,
        "unchanged": state.unchanged + (not changed),
    }
    update |= _validators(state, answer)
    if (found := advertised(answer, parsed)) is not None:
        update |= dict(zip(("hub", "topic"), found, strict=True))
    elif parsed is not None:
        update |= {"hub": None, "topic": None}
    if parsed is not None:
        update |= {
            "digest": digest(answer.body),
            "hints": parsed.hints,
            "malformed": state.malformed + bool(parsed.bozo),
            "entries": len(parsed.entries),
        }
    after = learn(state.model_copy(update=update), at, changed=changed)
    after = _redirected(after, answer, at, settings)
    fresh = freshness(answer.headers, now)
    following = after_success(after, at, settings, fresh=fresh, jitter=jitter, hub=hub)
    return after.model_copy(update={"next_poll": following})


def brought(state: FeedState, now: datetime, *, changed: bool) -> FeedState:
    """Return the state after a document that a hub brought.

    The next poll stays where it was, and asks with the validators of the last one: what a hub
    brings may be a part of the feed.
    """
    return learn(state, now.timestamp(), changed=changed)


def failed(
    state: FeedState, answer: Answer, why: str, now: datetime, settings: Polling, *, jitter: float
) -> FeedState:
    """Return the state after an answer that was of no use, or none.

    The validators stay as they were: they belong to the last document whose entries are published.
    """
    at = now.timestamp()
    after = state.model_copy(
        update={
            "last_poll": at,
            "last_status": answer.status,
            "error": why,
            "error_since": state.error_since or at,
            "failures": state.failures + 1,
            "polls": state.polls + 1,
        }
    )
    # Where a redirect leads for a while speaks for itself, not for the feed.
    if answer.status == HTTPStatus.GONE and state.moved_to is None and not answer.hops:
        return after.model_copy(update={"gone": True, "next_poll": 0.0})
    if state.moved_to is not None and (
        answer.status == HTTPStatus.GONE or after.failures >= _PATIENCE
    ):
        # The redirect may have been the mistake; its first address knows.
        after = after.model_copy(
            update={"moved_to": None, "etag": None, "last_modified": None, "failures": 1}
        )
    following = after_failure(after, at, settings, retry=held(answer, now), jitter=jitter)
    return after.model_copy(update={"next_poll": following})


def held(answer: Answer, now: datetime) -> float | None:
    """Return for how long the server asked to be left alone; None if it did not.

    That is asked by a server, so it holds for every feed of the host.
    """
    if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return retry_after(answer.headers, now)
    return None


def _validators(state: FeedState, answer: Answer) -> dict[str, Any]:
    etag, modified = (
        value if value and len(value) <= _LONGEST_HEADER else None
        for value in (answer.headers.get("etag"), answer.headers.get("last-modified"))
    )
    if answer.status == HTTPStatus.NOT_MODIFIED:
        # A 304 may renew what is stored, and need not repeat it (RFC 9111, section 4.3.4).
        etag, modified = etag or state.etag, modified or state.last_modified
    return {"etag": etag, "last_modified": modified}


def _redirected(state: FeedState, answer: Answer, at: float, settings: Polling) -> FeedState:
    """Believe a permanent redirect (301, 308) when it has said the same for days."""
    target = _permanent_target(answer.hops)
    if target is None or target == state.address:
        return state.model_copy(update={"moving_to": None, "moving_since": 0.0})
    if target != state.moving_to:
        return state.model_copy(update={"moving_to": target, "moving_since": at})
    if at - state.moving_since < settings.redirect_days * _DAY:
        return state
    return state.model_copy(update={"moved_to": target, "moving_to": None, "moving_since": 0.0})


def _permanent_target(hops: Sequence[Hop]) -> str | None:
    """Return where the permanent redirects lead that come before any temporary one."""
    target = None
    for hop in hops:
        if hop.status not in _PERMANENT:
            break
        target = hop.to
    return target
