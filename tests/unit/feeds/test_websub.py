"""WebSub: what is asked of hubs, believed and ignored."""

import hmac
from itertools import count
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitor.config.polling import WebSub
from monitor.feeds.parsed import ParsedFeed
from monitor.feeds.websub import (
    Subscription,
    advertised,
    delivered,
    denied,
    leaving,
    refused,
    request,
    signed,
    usable,
    verified,
    wait,
    wanted,
)
from monitor.net.answer import Answer

URL = "https://e.org/feed"
HUB, TOPIC = "https://hub.org/", "https://e.org/feed?a=1"
HOUR, DAY = 3600.0, 86_400.0
NOW = 1_760_000_000.0
SETTINGS = WebSub.model_validate({"callback": "https://desk.org/hooks/"})
HELD = Subscription(
    hub=HUB,
    topic=TOPIC,
    callback="https://desk.org/hooks/token",
    token="token",  # noqa: S106
    secret="secret",  # noqa: S106
)
PARSED = ParsedFeed(version="rss20", hub="https://in.org/", topic="https://in.org/feed")


def linked(link: str) -> Answer:
    """Return an answer with a Link header."""
    return Answer(URL, 200, {"link": link})


@pytest.mark.parametrize(
    "link",
    [
        f'<{HUB}>; rel="hub", <{TOPIC}>; rel="self"',
        f"<{HUB}>;rel=hub,<{TOPIC}>;rel=self",
        f'<x>; rel=next, <{HUB}>; title="a, b"; rel="start HUB", <{TOPIC}> ; REL = self',
        f'<{HUB}>; rel="hub", <https://other.org/>; rel="hub", </feed?a=1>; rel=self',
    ],
)
def test_link_headers_come_first(link: str) -> None:
    """Whatever way they are written (RFC 8288), headers win over the document."""
    assert advertised(linked(link), PARSED) == (HUB, TOPIC)


@pytest.mark.parametrize(
    "link",
    ["", "<", f'<{HUB}>; rel="hub"', f'<{HUB}>; rel="github", <{TOPIC}>; rel=self', "<;rel=hub>"],
)
def test_half_a_header_leaves_it_to_the_document(link: str) -> None:
    """Hub and topic are taken from one place."""
    assert advertised(linked(link), PARSED) == (PARSED.hub, PARSED.topic)
    assert advertised(linked(link), None) is None


@given(st.text(max_size=300))
def test_no_header_breaks_it(link: str) -> None:
    """A publisher may send anything; what is found may be asked."""
    for url in advertised(linked(link), None) or ():
        assert url.startswith(("http://", "https://"))


def test_hub_is_used_over_tls_only() -> None:
    """Off without a callback; without TLS only where the operator says so."""
    assert usable(HUB, SETTINGS)
    assert not usable("http://hub.org/", SETTINGS)
    assert usable("http://hub.org/", SETTINGS.model_copy(update={"plain_hubs": True}))
    assert not usable(HUB, WebSub())


def test_request_names_what_the_recommendation_asks_for() -> None:
    """The callback is the subscription's own; an end needs no secret (section 5.1)."""
    assert parse_qs(request(HELD, SETTINGS)) == {
        "hub.callback": ["https://desk.org/hooks/token"],
        "hub.mode": ["subscribe"],
        "hub.topic": [TOPIC],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["secret"],
    }
    ending = HELD.model_copy(update={"leaving": True})
    assert parse_qs(request(ending, SETTINGS)) == {
        "hub.callback": ["https://desk.org/hooks/token"],
        "hub.mode": ["unsubscribe"],
        "hub.topic": [TOPIC],
    }


def asked(held: Subscription | None, now: float, hub: str = HUB) -> Subscription | None:
    """Return what is asked for, with words that can be told apart."""
    words = count()
    return wanted(held, hub, TOPIC, now, SETTINGS, lambda: f"word{next(words)}")


def test_hub_that_never_answers_is_asked_less_and_less() -> None:
    """After an hour, two, four, up to a day; the same callback and secret each time."""
    held, now, waits = asked(None, NOW), NOW, []
    for _ in range(7):
        assert held is not None
        assert asked(held, held.retry - 1) is None
        waits.append((held.retry - now) / HOUR)
        now = held.retry
        before, held = held, asked(refused(held, "HTTP 500"), now)
        assert held is not None
        assert (held.token, held.secret) == (before.token, before.secret)
    assert waits == [1, 2, 4, 8, 16, 24, 24]


def test_feed_that_changes_its_hub_all_the_time_is_held_back() -> None:
    """A new hub gets another callback and secret, and is asked no sooner than the old one was."""
    held = asked(None, NOW)
    assert held is not None
    assert asked(held, NOW + 60, "https://new.org/") is None
    new = asked(held, NOW + 2 * HOUR, "https://new.org/")
    assert new is not None
    assert (new.hub, new.retry) == ("https://new.org/", NOW + 4 * HOUR)


def test_hub_that_does_not_let_go_is_asked_less_and_less() -> None:
    """An end is asked for at once, then as rarely as a beginning; a new one is another one."""
    held = HELD.model_copy(update={"until": NOW + 9 * DAY, "lease": 9 * DAY, "retry": NOW + HOUR})
    ending = leaving(held, NOW)
    assert ending is not None
    assert (ending.leaving, ending.retry) == (True, NOW + HOUR)
    assert leaving(ending, NOW + HOUR - 1) is None
    again = leaving(ending, NOW + HOUR)
    assert again is not None
    assert again.retry == NOW + 3 * HOUR
    new = asked(again, NOW + 3 * HOUR)
    assert new is not None
    assert not new.leaving
    assert new.token != again.token


def test_other_callback_is_another_subscription() -> None:
    """When the operator moves the callback, hubs are told at the next poll."""
    held = HELD.model_copy(update={"until": NOW + 9 * DAY, "lease": 9 * DAY})
    assert asked(held, NOW) is None
    moved = held.model_copy(update={"callback": "https://old.org/token"})
    new = asked(moved, NOW)
    assert new is not None
    assert new.callback == f"https://desk.org/hooks/{new.token}"


def right(**other: str) -> dict[str, str]:
    """Return a verification that fits, but for some parameters."""
    query = {"mode": "subscribe", "topic": TOPIC, "challenge": "c", "lease_seconds": "864000"}
    return {f"hub.{name}": value for name, value in (query | other).items()}


def test_verification_begins_the_lease() -> None:
    """The lease is the hub's; renewed when a quarter of it is left, with the same callback."""
    held = asked(None, NOW)
    assert held is not None
    found = verified(held, right(lease_seconds="400000"), NOW + 5, SETTINGS)
    assert found is not None
    held, challenge = found
    assert (challenge, held.until, held.failures) == ("c", NOW + 400_005, 0)
    assert asked(held, NOW + 299_000) is None
    again = asked(held, NOW + 301_000)
    assert again is not None
    assert again.token == held.token
    assert again.until == held.until


@pytest.mark.parametrize("lease", ["", "-1", "1e9", "x", "٣", "9" * 12, "9" * 400, "0"])
def test_absurd_lease_is_held_in_bounds(lease: str) -> None:
    """Missing, negative or of centuries: a lease ends within a year."""
    held = HELD.model_copy(update={"asked": NOW})
    found = verified(held, right(lease_seconds=lease), NOW, SETTINGS)
    assert found is not None
    assert NOW <= found[0].until <= NOW + 365 * DAY


@pytest.mark.parametrize(
    "query",
    [
        right(topic="https://e.org/feed"),
        right(mode="unsubscribe"),
        right(mode="SUBSCRIBE"),
        right(challenge=""),
        right(challenge="c" * 9999),
        {},
    ],
)
def test_what_was_not_asked_is_not_confirmed(query: dict[str, str]) -> None:
    """Section 5.3: topic and action have to be ours."""
    assert verified(HELD.model_copy(update={"asked": NOW}), query, NOW, SETTINGS) is None


def test_late_or_second_verification_is_refused() -> None:
    """A question that is answered, or days old, is not open."""
    held = HELD.model_copy(update={"asked": NOW})
    assert verified(held, right(), NOW + 2 * DAY, SETTINGS) is None
    found = verified(held, right(), NOW, SETTINGS)
    assert found is not None
    assert verified(found[0], right(), NOW + 1, SETTINGS) is None


def test_denial_ends_it() -> None:
    """Section 5.2: at any time; asked again a day later."""
    held = HELD.model_copy(update={"until": NOW + DAY, "lease": DAY, "delivers": True})
    assert denied(held, {"hub.mode": "denied", "hub.topic": "other"}, NOW) is None
    after = denied(held, {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "full"}, NOW)
    assert after is not None
    assert (after.status(NOW), after.reason) == ("refused", "denied by the hub: full")
    assert wait(after, NOW, SETTINGS) == 0
    assert asked(after, NOW + DAY - 1) is None
    assert asked(after, NOW + DAY) is not None


def test_reason_that_is_no_text_can_be_kept() -> None:
    """A hub may send any bytes; what is kept is text."""
    query = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no\udcff" + "x" * 9999}
    after = denied(HELD, query, NOW)
    assert after is not None
    assert after.reason.startswith("denied by the hub: no?")
    assert Subscription.model_validate_json(after.model_dump_json()) == after


def test_polls_wait_for_a_hub_that_delivers_only() -> None:
    """Verified, delivering and not about to end: then a poll is a net, never more than that."""
    held = HELD.model_copy(update={"until": NOW + 10 * DAY, "lease": 10 * DAY})
    assert wait(None, NOW, SETTINGS) == wait(held, NOW, SETTINGS) == 0
    held = delivered(held, by_hub=True)
    assert wait(held, NOW, SETTINGS) == SETTINGS.wait
    assert wait(held, NOW + 7.5 * DAY - 60, SETTINGS) == 60
    assert wait(held, NOW + 9 * DAY, SETTINGS) == 0
    assert wait(delivered(held, by_hub=False), NOW, SETTINGS) == 0


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
def test_signature_is_of_the_very_bytes(method: str) -> None:
    """RFC 2104 over the body as it came, hexadecimal in either case."""
    right_one = hmac.new(b"secret", b"body", method).hexdigest()
    assert signed(HELD, f"{method}={right_one}", b"body")
    assert signed(HELD, f"{method}={right_one.upper()}", b"body")
    assert not signed(HELD, f"{method}={right_one}", b"body ")
    assert not signed(HELD, f"sha1={right_one}", b"body")
    assert not signed(HELD, right_one, b"body")


@given(st.text(max_size=200), st.binary(max_size=50))
def test_no_signature_can_be_guessed(signature: str, content: bytes) -> None:
    """Anything else is no signature, and breaks nothing."""
    assert not signed(HELD, signature, content)
    assert not signed(HELD, f"sha256={signature}", content)


@pytest.mark.parametrize(
    "told",
    [
        {"callback": "ftp://desk.org/"},
        {"bind": "desk"},
        {"bind": "desk:port"},
        {"lease": 5},
        {"wait": -1},
        {"wait": 1e300},
    ],
)
def test_settings_that_cannot_be(told: dict[str, object]) -> None:
    """What cannot be meant is refused when it is read."""
    with pytest.raises(ValidationError):
        WebSub.model_validate(told)
