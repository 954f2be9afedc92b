"""Listing, showing and sending again, without a running service."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.engine.embedded import to_pending
from monitor.engine.outbox import receipts
from monitor.engine.records import StoreRecords
from monitor.engine.store import Commit, Store
from monitor.stages.codec import encode
from monitor.topics import ALERTS, DEAD_LETTERS, DELIVERIES, ENDPOINTS, ORDERS
from schemas.delivery import Attempt, Delivery, DeliveryStatus
from schemas.health import Health
from tests.support.commands import call, one_clear_line
from tests.support.files import SECRET, configuration, endpoint
from tests.support.making import NOON, alert, delivery

URL = "https://somebody:hunter2@desk.example/services/T0/B0?token=topsecret"


def ended(name: str, status: DeliveryStatus, **fields: object) -> Delivery:
    """Return a delivery that ended."""
    attempts = (Attempt(at=NOON, status=500, error="it broke", seconds=0.25),)
    return delivery(name, status=status, attempts=attempts, **fields)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Write a configuration and a store in which some deliveries ended well and some did not."""
    found = [
        ended("dl_ok", DeliveryStatus.DELIVERED),
        ended("dl_dead", DeliveryStatus.EXHAUSTED),
        delivery("dl_quiet", status=DeliveryStatus.SUPPRESSED, reason="silence sl_1 by ada"),
    ]
    waiting = delivery("dl_wait")
    store = Store(tmp_path / "store.db")
    store.commit(
        Commit(
            appends=(
                *((DELIVERIES.name, d.endpoint, encode(d)) for d in (*found, waiting)),
                *receipts(found, NOON),
                (ALERTS.name, "duarte", encode(alert(condition="if they refuse"))),
                (DEAD_LETTERS.name, "articles", b"not a dead letter"),
                (
                    ENDPOINTS.name,
                    "desk",
                    encode(
                        Health(endpoint="desk", failures=1, failing_since=NOON, reason="it broke")
                    ),
                ),
            ),
            queue=(to_pending(waiting),),
        ),
        NOON,
    )
    store.close()
    return configuration(tmp_path, endpoints=[endpoint(tmp_path, URL)])


def lines(*arguments: object) -> list[dict]:
    """Run a command with --json; return what it printed."""
    done = call(*arguments, "--json")
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def queued(config: Path) -> list[Delivery]:
    """Return what was handed over after the first four."""
    store = Store(config.parent / "store.db")
    entries = store.read(DELIVERIES.name, 4, 99)
    store.close()
    return [Delivery.model_validate_json(entry.value) for entry in entries]


def test_every_delivery_is_listed_with_its_state(config: Path) -> None:
    """Delivered, dead, suppressed and waiting ones are all there."""
    found = lines("deliveries", "list", "--config", config)
    assert {d["id"]: d["status"] for d in found} == {
        "dl_ok": "delivered",
        "dl_dead": "exhausted",
        "dl_quiet": "suppressed",
        "dl_wait": "pending",
    }


def test_suppressed_are_counted_with_their_reason(config: Path) -> None:
    """How many were kept back, and why, is one command away."""
    out = call("deliveries", "list", "--counts", "--config", config).out
    assert "1 desk                     suppressed silence sl_1 by ada" in out


def test_show_tells_every_try(config: Path) -> None:
    """When it was tried, with what answer and how long that took."""
    out = call("deliveries", "show", "dl_dead", "--config", config).out
    assert "1. 2025-10-06 12:00:00  HTTP 500 after 0.250 s: it broke" in out


def test_suppressed_can_be_sent(config: Path) -> None:
    """What was suppressed goes out under its own id, held by nothing."""
    assert call("deliveries", "redrive", "--status", "suppressed", "--config", config).code == 0
    (again,) = queued(config)
    assert (again.id, again.status, again.redrives) == ("dl_quiet", "pending", 1)
    found = lines("deliveries", "list", "--config", config)
    assert {d["id"]: d["status"] for d in found}["dl_quiet"] == "pending"


def test_redrive_without_a_choice_is_refused(config: Path) -> None:
    """Nobody sends everything again by forgetting an option."""
    for name in ("deliveries", "dead"):
        assert "say which" in one_clear_line(call(name, "redrive", "--config", config))
    assert queued(config) == []


def test_what_still_waits_is_not_sent_twice(config: Path) -> None:
    """A delivery on its way is left alone."""
    done = call("deliveries", "redrive", "--id", "dl_wait", "--config", config)
    assert "still waiting" in one_clear_line(done)


def test_endpoint_redrive_leaves_delivered_ones_alone(config: Path) -> None:
    """Only what did not arrive is sent again, unless it is named."""
    call("deliveries", "redrive", "--endpoint", "desk", "--config", config)
    assert {d.id for d in queued(config)} == {"dl_dead", "dl_quiet"}
    call("deliveries", "redrive", "--id", "dl_ok", "--config", config)
    assert queued(config)[-1].id == "dl_ok"


def test_dead_letter_is_shown_and_put_back(config: Path) -> None:
    """A dead letter shows its tries, and goes back with none used up."""
    (letter,) = lines("dead", "list", "--config", config)
    shown = call("dead", "show", letter["id"], "--config", config).out
    assert "HTTP 500" in shown
    assert call("dead", "redrive", "--id", letter["id"], "--config", config).code == 0
    (again,) = queued(config)
    assert (again.id, again.attempts, again.redrives) == ("dl_dead", (), 1)


def test_dead_letters_by_time_and_endpoint(config: Path) -> None:
    """A night's failures at one endpoint are chosen by when and where."""
    later = (NOON + timedelta(days=1)).isoformat()
    for chosen, count in (
        (("--endpoint", "desk"), 1),
        (("--endpoint", "other"), 0),
        (("--since", "2025-10-06"), 1),
        (("--since", later), 0),
        (("--since", "1h"), 0),
    ):
        assert len(lines("dead", "list", *chosen, "--config", config)) == count
    assert "neither a time" in call("dead", "list", "--since", "x", "--config", config).err


def test_alerts_are_told_with_their_evidence(config: Path) -> None:
    """An operator sees what subscribers saw."""
    (found,) = lines("alerts", "tail", "--config", config)
    out = call("alerts", "show", found["id"], "--config", config).out
    assert "Duarte: threatens legal measures" in out
    assert "if: if they refuse" in out
    assert "no alert has" in one_clear_line(call("alerts", "show", "al_9", "--config", config))


def test_endpoint_list_shows_state_and_no_credential(config: Path) -> None:
    """Who fails since when is shown; user, password, path and token are not."""
    done = call("endpoints", "list", "--config", config)
    assert "failing" in done.out
    assert "it broke" in done.out
    assert "https://desk.example/…" in done.out
    for secret in ("hunter2", "topsecret", "T0", SECRET):
        assert secret not in done.out + done.err


def test_disable_and_enable(config: Path) -> None:
    """An operator's word counts at once and says whose it was."""
    call("endpoints", "disable", "desk", "--why", "moving", "--by", "ada", "--config", config)
    (shown,) = lines("endpoints", "list", "--config", config)
    assert (shown["state"], shown["why"]) == ("disabled", "disabled by ada: moving")
    call("endpoints", "enable", "desk", "--config", config)
    (shown,) = lines("endpoints", "list", "--config", config)
    assert shown["state"] == "enabled"


def test_unknown_endpoint_is_one_clear_line(config: Path) -> None:
    """A typo names the endpoints there are."""
    line = one_clear_line(call("endpoints", "enable", "dest", "--config", config))
    assert line == "no endpoint has the id 'dest'; there are: desk"


def test_rotation_adds_and_then_drops(config: Path) -> None:
    """The new secret stands first, the old one still signs, and neither is printed."""
    file = config.parent / "desk.secret"
    file.chmod(0o600)
    done = call("endpoints", "rotate", "desk", "--config", config)
    new, old = file.read_text("utf-8").split()
    assert old == SECRET
    assert new not in done.out
    assert file.stat().st_mode & 0o777 == 0o600
    call("endpoints", "rotate", "desk", "--finish", "--config", config)
    assert file.read_text("utf-8").split() == [new]


def test_rotation_leaves_an_endpoint_switched_off(config: Path) -> None:
    """Orders are compacted to the newest of each key, and a rotation is none about a switch."""
    call("endpoints", "disable", "desk", "--why", "leaked", "--by", "ada", "--config", config)
    (config.parent / "desk.secret").chmod(0o600)
    call("endpoints", "rotate", "desk", "--config", config)
    store = Store(config.parent / "store.db")
    store.compact(ORDERS.name, ())
    store.close()
    (shown,) = lines("endpoints", "list", "--config", config)
    assert shown["state"] == "disabled"


def test_following_yields_what_comes_while_it_is_read_once(tmp_path: Path) -> None:
    """A slow reader gets nothing twice."""
    records = StoreRecords(tmp_path / "store.db")
    records.publish(ALERTS, [("duarte", encode(alert(id="al_0")))])
    coming = records.follow(ALERTS, from_start=True)
    seen = [next(coming).id]
    for n in (1, 2):
        records.publish(ALERTS, [("duarte", encode(alert(id=f"al_{n}")))])
        seen.append(next(coming).id)
    records.publish(ALERTS, [("duarte", encode(alert(id="al_3")))])
    seen.append(next(coming).id)
    assert seen == ["al_0", "al_1", "al_2", "al_3"]


def test_secret_in_the_environment_is_not_rotated_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is said, with what to do instead."""
    monkeypatch.setenv("DESK_SECRET", SECRET)
    desk = {"id": "desk", "url": URL, "secret": "env:DESK_SECRET"}
    config = configuration(tmp_path, endpoints=[desk])
    line = one_clear_line(call("endpoints", "rotate", "desk", "--config", config))
    assert "set the variable" in line


def test_silences_are_listed_until_they_are_over(config: Path) -> None:
    """Who silenced what, until when and why; ended early where wanted."""
    about = ("--issue", "price-cap", "--for", "2h", "--why", "known", "--by", "ada")
    name = call("silences", "add", *about, "--config", config).out.split(":")[0]
    assert "price-cap  by ada: known" in call("silences", "list", "--config", config).out
    call("silences", "expire", name, "--config", config)
    assert call("silences", "list", "--config", config).out == ""
    assert name in call("silences", "list", "--all", "--config", config).out


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ((), "say what to silence"),
        (("--actor", "nobody"), "no actor"),
        (("--issue", "nothing"), "no issue"),
    ],
)
def test_silence_about_nothing_is_refused(
    config: Path, about: tuple[str, ...], message: str
) -> None:
    """A typo does not silence the wrong thing, or everything."""
    done = call("silences", "add", *about, "--for", "1h", "--why", "x", "--config", config)
    assert message in one_clear_line(done)
