"""Silences, quiet hours, digests and grouping."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from monitor.alerts.digest import combine
from monitor.alerts.quiet import Decision, Fate, Manners, decide, quiet_until
from monitor.config.manners import QuietHours
from schemas.delivery import Attempt, Delivery, DeliveryStatus
from schemas.event import Digest, EndpointTest
from schemas.order import Order, OrderKind
from schemas.vocabulary import Severity
from tests.support.making import NOON, alert, delivery

NIGHT = QuietHours.model_validate({"from": "22:00", "until": "07:00", "zone": "Europe/Berlin"})


def silence(hours: float = 1, **about: str) -> Order:
    """Return a silence that begins at noon."""
    return Order(
        id="sl_1",
        kind=OrderKind.SILENCE,
        at=NOON,
        until=NOON + timedelta(hours=hours),
        by="ada",
        why="known",
        **about,
    )


def decided(
    manners: Manners | None = None,
    *silences: Order,
    now: datetime = NOON,
    found: Delivery | None = None,
) -> Decision:
    """Decide on a delivery."""
    return decide(found or delivery(), manners or Manners(), silences, now)


def at(hour: int, minute: int = 0, day: int = 6) -> datetime:
    """Return a time in October 2025, when Berlin is two hours ahead."""
    return datetime(2025, 10, day, hour, minute, tzinfo=UTC)


def late_digest(severity: Severity) -> Delivery:
    """Return a digest of two alerts that was built before and failed."""
    held = [delivery(f"dl_{n}", held="digest") for n in (1, 2)]
    held = [
        found.model_copy(update={"payload": alert(id=f"al_{n}", severity=severity)})
        for n, found in enumerate(held)
    ]
    digest, _ = combine(held, NOON)
    return digest.model_copy(update={"attempts": (Attempt(at=NOON, status=503),)})


def test_late_digest_waits_for_the_morning_alone() -> None:
    """What comes late into quiet hours wakes nobody, be it one alert or many."""
    quiet = Manners(quiet=NIGHT)
    night = decided(quiet, now=at(21), found=late_digest(Severity.WARNING))
    assert (night.fate, night.until, night.held) == (Fate.HOLD, at(5, day=7), None)
    assert decided(quiet, now=at(12), found=late_digest(Severity.WARNING)).fate is Fate.SEND
    urgent = late_digest(Severity.CRITICAL)
    assert decided(quiet, now=at(21), found=urgent).fate is Fate.SEND


def test_nothing_asked_for_sends_at_once() -> None:
    """By default every alert goes out as it comes."""
    assert decided().fate is Fate.SEND


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"actor": "duarte"},
        {"issue": "pipeline-permit"},
        {"actor": "duarte", "issue": "pipeline-permit"},
    ],
)
def test_silence_suppresses_with_its_reason(about: dict[str, str]) -> None:
    """Who silenced it, until when and why is on record."""
    decision = decided(None, silence(**about))
    assert decision.fate is Fate.SUPPRESS
    assert decision.reason == "silence sl_1 by ada until 2025-10-06 13:00 UTC: known"


@pytest.mark.parametrize("about", [{"actor": "reyl"}, {"issue": "price-cap"}])
def test_silence_about_something_else_does_nothing(about: dict[str, str]) -> None:
    """A silence covers what it names and no more."""
    assert decided(None, silence(**about)).fate is Fate.SEND


def test_silence_ends() -> None:
    """At its end, and before its beginning, alerts come."""
    for hours in (-1, 1, 2):
        now = NOON + timedelta(hours=hours)
        assert decided(None, silence(), now=now).fate is Fate.SEND


def test_what_an_operator_sends_passes_everything() -> None:
    """A suppressed alert that an operator sends is sent."""
    urgent = delivery(redrives=1)
    manners = Manners(group_wait=9, digest=60, quiet=NIGHT)
    assert decided(manners, silence(), now=at(23), found=urgent).fate is Fate.SEND


def test_only_alerts_wait() -> None:
    """A test event comes at once, whatever the hour."""
    event = EndpointTest(id="ev_1", endpoint="desk", message="hello", at=NOON)
    found = delivery(payload=event)
    assert decided(Manners(quiet=NIGHT), silence(), now=at(23), found=found).fate is Fate.SEND


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (at(19, 59), None),
        (at(20, 0), at(5, 0, 7)),
        (at(4, 59), at(5, 0)),
        (at(5, 0), None),
    ],
)
def test_quiet_hours_pass_midnight(now: datetime, end: datetime | None) -> None:
    """Ten at night to seven in the morning, in the endpoint's own zone."""
    assert quiet_until(NIGHT, now) == end


def test_quiet_hours_on_some_days() -> None:
    """The night counts to the day on which it begins: 6 October 2025 is a Monday."""
    mondays = NIGHT.model_copy(update={"days": ("mon",)})
    assert quiet_until(mondays, at(22)) == at(5, 0, 7)
    assert quiet_until(mondays, at(3, 0, 7)) == at(5, 0, 7)
    assert quiet_until(mondays, at(22, 0, 7)) is None


def test_quiet_hours_when_clocks_change() -> None:
    """On the night the clocks go back, quiet hours last an hour longer and end at seven."""
    end = quiet_until(NIGHT, datetime(2025, 10, 25, 23, tzinfo=UTC))
    assert end == datetime(2025, 10, 26, 6, tzinfo=UTC)


def test_critical_alerts_come_in_quiet_hours() -> None:
    """What is critical does not wait for the morning."""
    loud = delivery(payload=alert(severity=Severity.CRITICAL))
    assert decided(Manners(quiet=NIGHT), now=at(23), found=loud).fate is Fate.SEND
    held = decided(Manners(quiet=NIGHT), now=at(23))
    assert (held.fate, held.until) == (Fate.HOLD, at(5, 0, 7))


def test_digest_times_do_not_depend_on_restarts() -> None:
    """Digests come on the hour where one an hour is asked for."""
    held = decided(Manners(digest=3600), now=NOON + timedelta(minutes=7))
    assert (held.fate, held.until) == (Fate.HOLD, NOON + timedelta(hours=1))


def test_alerts_on_one_issue_wait_together() -> None:
    """Alerts on the same issue wait under the same key, others under another."""
    manners = Manners(group_wait=30)
    one = decided(manners)
    other = decided(manners, found=delivery(payload=alert(issue="price-cap")))
    assert one.until == NOON + timedelta(seconds=30)
    assert one.held != other.held


def test_retries_are_not_grouped_again() -> None:
    """What was tried already goes on its own schedule."""
    tried = delivery(attempts=(Attempt(at=NOON, status=500),))
    assert decided(Manners(group_wait=30, digest=60), found=tried).fate is Fate.SEND


def test_combined_alerts_stay_on_record() -> None:
    """Each member says in which message it went; the message lists each of them."""
    members = [delivery(f"dl_{n}", payload=alert(id=f"al_{n}"), reason="why") for n in range(3)]
    digest, grouped = combine(members, NOON)
    assert isinstance(digest.payload, Digest)
    assert [item.alert for item in digest.payload.alerts] == ["al_0", "al_1", "al_2"]
    assert {member.status for member in grouped} == {DeliveryStatus.GROUPED}
    assert combine(list(reversed(members)), NOON)[0].id == digest.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "22:00", "until": "22:00"},
        {"from": "22:00", "until": "07:00", "zone": "Mars/Base"},
        {"from": "25:00", "until": "07:00"},
        {"from": "22:00", "until": "07:00", "days": ["monday"]},
    ],
)
def test_quiet_hours_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    """A mistake in the configuration is found before the night."""
    with pytest.raises(ValidationError):
        QuietHours.model_validate(wrong)
