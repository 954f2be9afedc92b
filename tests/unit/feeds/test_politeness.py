"""Politeness: what is asked, what is remembered, and how long is waited."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.polling import Polling
from monitor.feeds.headers import freshness, http_date, retry_after
from monitor.feeds.parsed import Hints, ParsedEntry, ParsedFeed
from monitor.feeds.politeness import (
    failed,
    held,
    is_unchanged,
    problem,
    request_headers,
    succeeded,
    user_agent,
)
from monitor.feeds.schedule import overdue, past_skipped
from monitor.feeds.state import FeedState, state_for
from monitor.net.answer import Answer, Hop

URL = "https://e.org/feed"
NOW = datetime(2025, 10, 6, 12, tzinfo=UTC)  # a Monday
SETTINGS = Polling()
DAY = timedelta(days=1)
STATE = FeedState(url=URL)
PARSED = ParsedFeed(version="rss20", entries=(ParsedEntry(title="x"),))


def ok(hints: Hints | None = None, **headers: str) -> tuple[Answer, ParsedFeed]:
    """Return a good answer with headers, underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    parsed = PARSED.model_copy(update={"hints": hints or Hints()})
    return Answer(URL, 200, named, b"<rss/>"), parsed


def wait_after(
    state: FeedState, answer: Answer, parsed: ParsedFeed | None, *, changed: bool = True
) -> float:
    """Return the seconds until the next poll."""
    after = succeeded(state, answer, parsed, NOW, SETTINGS, changed=changed, jitter=0)
    return after.next_poll - NOW.timestamp()


def test_first_question_is_unconditional() -> None:
    """Nothing is known yet, so nothing is conditional; name, version and contact are told."""
    headers = request_headers(STATE, user_agent("1.2", "https://e.org/bot"))
    assert headers["user-agent"] == "news-monitor/1.2 (+https://e.org/bot)"
    assert not {"if-none-match", "if-modified-since"} & headers.keys()


@pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "no quotes", '"a", "b"', '""'])
def test_validators_are_opaque(etag: str) -> None:
    """Whatever a server calls its document, it hears the same back."""
    answer, parsed = ok(etag=etag, last_modified="some day")
    after = succeeded(STATE, answer, parsed, NOW, SETTINGS, changed=True, jitter=0)
    headers = request_headers(after, "x")
    assert (headers["if-none-match"], headers["if-modified-since"]) == (etag, "some day")


def test_validators_that_are_no_longer_given_are_forgotten() -> None:
    """A document without an ETag is not asked for by the one of its predecessor."""
    state = STATE.model_copy(update={"etag": '"old"'})
    after = succeeded(state, *ok(), NOW, SETTINGS, changed=True, jitter=0)
    assert after.etag is None


def test_not_modified_keeps_what_it_does_not_repeat() -> None:
    """A 304 may renew a validator and need not repeat any (RFC 9111, 4.3.4)."""
    state = STATE.model_copy(update={"etag": '"a"', "last_modified": "m"})
    answer = Answer(URL, 304, {"etag": '"b"'})
    after = succeeded(state, answer, None, NOW, SETTINGS, changed=False, jitter=0)
    assert (after.etag, after.last_modified) == ('"b"', "m")


def test_same_document_is_unchanged() -> None:
    """Servers without validators send the same again; it is not read again."""
    answer, parsed = ok()
    after = succeeded(STATE, answer, parsed, NOW, SETTINGS, changed=True, jitter=0)
    assert is_unchanged(after, answer)
    assert not is_unchanged(STATE, answer)


def test_failure_keeps_the_validators() -> None:
    """An error page's ETag is not the feed's."""
    state = STATE.model_copy(update={"etag": '"a"'})
    answer = Answer(URL, 500, {"etag": '"error"'})
    assert failed(state, answer, "HTTP 500", NOW, SETTINGS, jitter=0).etag == '"a"'


@pytest.mark.parametrize("status", [301, 308])
def test_permanent_redirect_needs_days(status: int) -> None:
    """Believed after three days of the same answer; an hour of another one starts it anew."""
    state, at = STATE, NOW
    hops = [Hop(status, "https://new.org/")]
    _, parsed = ok()
    for day in range(5):
        answer = Answer("https://new.org/", 200, {}, b"x", hops)
        state = succeeded(state, answer, parsed, at, SETTINGS, changed=False, jitter=0)
        assert (state.moved_to is not None) == (day >= 3)
        at += DAY
    assert state.address == "https://new.org/"


def test_redirect_that_changes_its_mind_is_not_believed() -> None:
    """Two targets in turn are never three days of one."""
    state, at = STATE, NOW
    for day in range(20):
        answer = Answer("x", 200, {}, b"x", [Hop(301, f"https://new{day % 2}.org/")])
        state = succeeded(state, answer, PARSED, at, SETTINGS, changed=False, jitter=0)
        at += DAY
    assert state.moved_to is None


def test_temporary_hop_ends_what_is_permanent() -> None:
    """Behind a 302 everything is temporary, a 301 too."""
    state, at = STATE, NOW
    hops = [Hop(301, "https://a.org/"), Hop(302, "https://b.org/"), Hop(301, "https://c.org/")]
    for _ in range(5):
        answer = Answer("https://c.org/", 200, {}, b"x", hops)
        state = succeeded(state, answer, PARSED, at, SETTINGS, changed=False, jitter=0)
        at += DAY
    assert state.moved_to == "https://a.org/"


@pytest.mark.parametrize(("status", "times"), [(410, 1), (404, 5)])
def test_redirect_that_leads_nowhere_is_taken_back(status: int, times: int) -> None:
    """When the new address fails, the one in the watch-list is asked again."""
    state = STATE.model_copy(update={"moved_to": "https://new.org/"})
    for _ in range(times):
        state = failed(state, Answer("x", status), "gone", NOW, SETTINGS, jitter=0)
    assert state.address == URL
    assert not state.gone


def test_gone_is_gone() -> None:
    """410 at the address in the watch-list stops the feed."""
    assert failed(STATE, Answer(URL, 410), "HTTP 410", NOW, SETTINGS, jitter=0).gone


def test_gone_where_a_redirect_leads_is_a_failure() -> None:
    """A consent page of today ends no feed."""
    led = Answer("https://cdn.org/x", 410, hops=(Hop(302, "https://cdn.org/x"),))
    assert not failed(STATE, led, "HTTP 410", NOW, SETTINGS, jitter=0).gone


@pytest.mark.parametrize(
    ("given_text", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        (format_datetime(NOW + 5 * DAY, usegmt=True), 5 * 86_400),
        (format_datetime(NOW - DAY, usegmt=True), 0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("9" * 400, None),
        ("١٢", None),
    ],
)
def test_retry_after(given_text: str, seconds: float | None) -> None:
    """Both forms of RFC 9110, and nonsense."""
    assert retry_after({"retry-after": given_text}, NOW) == seconds


def test_date_beyond_the_calendar_is_none() -> None:
    """The last evening of 9999 is no time in UTC."""
    assert http_date("Fri, 31 Dec 9999 23:59:59 -0500") is None


def test_retry_after_is_a_date_of_the_servers_clock() -> None:
    """A server whose clock is a day ahead asks for an hour, not for a day and an hour."""
    ahead = NOW + DAY
    headers = {
        "date": format_datetime(ahead, usegmt=True),
        "retry-after": format_datetime(ahead + timedelta(hours=1), usegmt=True),
    }
    assert retry_after(headers, NOW) == 3600


@pytest.mark.parametrize("status", [429, 503])
def test_rest_that_is_asked_for_is_given(status: int) -> None:
    """The wait is as long as asked, however short the back-off would be; a week at most."""
    for asked, waited in ((50_000, 50_000), (1, 600), (10**9, 7 * 86_400)):
        answer = Answer(URL, status, {"retry-after": str(asked)})
        assert held(answer, NOW) == asked
        after = failed(STATE, answer, "x", NOW, SETTINGS, jitter=0)
        assert after.next_poll - NOW.timestamp() == waited


def test_retry_after_of_other_errors_holds_nobody() -> None:
    """Only 429 and 503 speak for the host."""
    assert held(Answer(URL, 500, {"retry-after": "99"}), NOW) is None


def test_back_off_doubles_up_to_a_day() -> None:
    """Ten minutes, twenty, forty … and a day at the most, for ever."""
    state, waits = STATE, []
    for _ in range(3000):
        state = failed(state, Answer(URL, 500), "x", NOW, SETTINGS, jitter=0)
        waits.append(state.next_poll - NOW.timestamp())
    assert waits[:3] == [600, 1200, 2400]
    assert waits == sorted(waits)
    assert waits[-1] == 86_400


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": "public, MAX-AGE = 3600, must-revalidate"}, 3600),
        ({"cache-control": 'max-age="3600"'}, 3600),
        ({"cache-control": "s-maxage=9999"}, 0),
        ({"cache-control": "no-cache"}, 0),
        ({"cache-control": "max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=10", "age": "600"}, 0),
        ({"cache-control": "max-age=60", "expires": format_datetime(NOW + DAY, usegmt=True)}, 60),
        ({"expires": format_datetime(NOW + DAY, usegmt=True)}, 86_400),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({}, 0),
    ],
)
def test_freshness(headers: dict[str, str], seconds: float) -> None:
    """RFC 9111, 4.2: max-age before Expires, less the time spent in caches."""
    assert freshness(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("hints", "headers", "wait"),
    [
        (Hints(), {}, 300),
        (Hints(ttl=5400), {}, 5400),
        (Hints(period=7200), {}, 7200),
        (Hints(), {"cache_control": "max-age=10800"}, 10_800),
        (Hints(ttl=60), {"cache_control": "max-age=1"}, 300),
        (Hints(ttl=10**9), {}, 86_400),
        (Hints(skip_hours=(12, 13)), {}, 7200),
        (Hints(skip_days=(0,)), {}, 12 * 3600),
        (Hints(skip_hours=tuple(range(24))), {}, 300),
    ],
)
def test_hints_lengthen_and_never_shorten(
    hints: Hints, headers: dict[str, str], wait: float
) -> None:
    """Every hint of the publisher makes the wait longer than the floor, a day at most."""
    assert wait_after(STATE, *ok(hints, **headers)) == wait


def test_interval_follows_the_feed() -> None:
    """A feed that changes every two hours is asked every hour; one asleep, ever less."""
    state, at = STATE, NOW
    for _ in range(30):
        state = succeeded(state, *ok(), at, SETTINGS, changed=True, jitter=0)
        at += timedelta(hours=2)
    assert state.next_poll - (at - timedelta(hours=2)).timestamp() == pytest.approx(3600)
    waits = []
    for _ in range(40):
        state = succeeded(state, Answer(URL, 304), None, at, SETTINGS, changed=False, jitter=0)
        waits.append(state.next_poll - at.timestamp())
        at = datetime.fromtimestamp(state.next_poll, UTC)
    assert waits == sorted(waits)
    assert waits[-1] == SETTINGS.ceiling


@given(st.floats(0, 1e9), st.floats(0, 1e12), st.floats(0, 1e12), st.floats(0, 1), st.booleans())
def test_wait_is_within_bounds(
    gap: float,
    ttl: float,
    age: float,
    jitter: float,
    changed: bool,  # noqa: FBT001
) -> None:
    """Whatever is claimed, nobody is asked before the floor or forgotten for more than a week."""
    state = FeedState(url=URL, gap=gap, last_change=1.0)
    answer, parsed = ok(Hints(ttl=ttl), cache_control=f"max-age={int(age)}")
    after = succeeded(state, answer, parsed, NOW, SETTINGS, changed=changed, jitter=jitter)
    assert SETTINGS.floor <= after.next_poll - NOW.timestamp() <= 2 * 86_400


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sets(st.integers(0, 23)),
    st.sets(st.integers(0, 6)),
)
def test_skipped_times_are_skipped(moment: datetime, hours: set[int], days: set[int]) -> None:
    """No poll in an hour or on a day that is to be skipped, unless every one is; never earlier."""
    at = moment.replace(tzinfo=UTC).timestamp()
    hints = Hints(skip_hours=tuple(hours), skip_days=tuple(days))
    found = past_skipped(at, hints)
    assert found >= at
    if len(hours) < 24 and len(days) < 7:
        shown = datetime.fromtimestamp(found, UTC)
        assert shown.hour not in hours
        assert shown.weekday() not in days


def test_useless_answers_have_a_reason() -> None:
    """What cannot be used says why."""
    asked = STATE.model_copy(update={"etag": "x"})
    assert problem(STATE, Answer(URL, 304)) == "HTTP 304 to a question without a condition"
    assert problem(asked, Answer(URL, 304)) == ""
    assert problem(STATE, Answer(URL, 200, {}, b" \n")) == "the document is empty"
    assert problem(STATE, Answer(URL, 404)) == "HTTP 404"
    assert problem(STATE, Answer(URL, error="no answer in time")) == "no answer in time"
    assert problem(STATE, Answer(URL, 200, {}, b"<rss/>")) == ""


def test_new_address_is_a_new_state() -> None:
    """What is known of one address says nothing of another."""
    stored = FeedState(url=URL, etag="x", gone=True)
    assert state_for(URL, stored) is stored
    assert state_for("https://other.org/", stored) == FeedState(url="https://other.org/")


def test_silence_of_a_talkative_feed_is_an_alarm() -> None:
    """A feed that never was silent for more than an hour, and now is for days, is overdue."""
    state = FeedState(url=URL, last_change=NOW.timestamp(), longest_gap=3600.0)
    assert overdue(state, (NOW + DAY / 2).timestamp(), SETTINGS) == 0
    assert overdue(state, (NOW + DAY).timestamp(), SETTINGS) > 0
    assert overdue(FeedState(url=URL, last_change=1.0), NOW.timestamp(), SETTINGS) == 0
