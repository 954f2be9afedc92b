"""Silences, groups, digests, rates and rotated secrets in the running service."""

from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from prometheus_client import REGISTRY

from monitor.clock import system_clock
from monitor.config.rotation import rotate
from monitor.delivery.ledger import again
from monitor.engine.store import Commit
from monitor.stages.codec import encode
from monitor.testing.receiver import Receiver
from monitor.topics import DELIVERIES, RECEIPTS
from schemas.delivery import DeliveryStatus
from schemas.order import Order, OrderKind
from schemas.vocabulary import Severity
from tests.support.files import endpoint
from tests.support.live import Live, alerts_on, serving
from tests.support.making import NOON, alert


def order(kind: OrderKind, **fields: Any) -> Order:  # noqa: ANN401 - any field
    """Make an operator's order."""
    return Order.model_validate(
        {"id": "or_1", "kind": kind, "at": system_clock(), "by": "ada", "why": "known"} | fields
    )


def told(receiver: Receiver) -> list[str]:
    """Return the alerts that arrived by themselves."""
    return [r.event["data"]["id"] for r in receiver.received if "id" in r.event["data"]]


async def test_silenced_alert_is_on_record_and_can_be_sent(tmp_path: Path) -> None:
    """Others come through; the silenced one is counted and waits until an operator sends it."""
    labels = {"endpoint": "desk", "outcome": "suppressed"}
    before = REGISTRY.get_sample_value("news_monitor_put_aside_total", labels) or 0
    async with Receiver() as desk:
        async with serving(tmp_path, [endpoint(tmp_path, desk.url, desk.secret)]) as live:
            until = system_clock() + timedelta(hours=1)
            live.order(order(OrderKind.SILENCE, id="sl_1", issue="permit", until=until))
            live.raise_alerts(alerts_on("permit", "price-cap"))
            ended = await live.until_ended(2)
            kept = ended["desk al_0"]
            assert kept.status is DeliveryStatus.SUPPRESSED
            assert "silence sl_1 by ada" in kept.reason
            assert told(desk) == ["al_1"]
            assert REGISTRY.get_sample_value("news_monitor_put_aside_total", labels) == before + 1
            resend(live, kept)
            await desk.wait_for(2, 10)
        assert told(desk) == ["al_1", "al_0"]
        assert desk.received[1].id == kept.id


def resend(live: Live, kept: Any) -> None:  # noqa: ANN401 - a delivery
    """Send a delivery again, as the operator's command does."""
    value = encode(again(kept, system_clock()))
    live.store.commit(Commit(appends=((DELIVERIES.name, kept.endpoint, value),)), NOON)


async def test_alerts_on_one_issue_come_together(tmp_path: Path) -> None:
    """Within the short wait, alerts on an issue are one message; one alone comes as it is."""
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret, group_wait=0.5)
        async with serving(tmp_path, [made]) as live:
            live.raise_alerts(alerts_on("permit", "price-cap", "permit", "permit"))
            ended = await live.until_ended(5)
        grouped = [d for d in ended.values() if d.status is DeliveryStatus.GROUPED]
        assert sorted(d.alert for d in grouped) == ["al_0", "al_2", "al_3"]
        assert told(desk).count("al_1") == 1
        (digest,) = [r for r in desk.received if r.event["type"] == "alerts.digest"]
        assert digest.verified
        assert {d.group for d in grouped} == {digest.id}
        assert [i["alert"] for i in digest.event["data"]["alerts"]] == ["al_0", "al_2", "al_3"]


async def test_digest_holds_all_but_the_critical(tmp_path: Path) -> None:
    """An endpoint that wants a digest a day gets only critical alerts before it."""
    loud = alert(id="al_loud", severity=Severity.CRITICAL)
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret, digest=86_400 * 365)
        async with serving(tmp_path, [made]) as live:
            live.raise_alerts([*alerts_on("permit", "price-cap"), loud])
            await _until_held(live, 2)
            await live.until_ended(1)
        assert told(desk) == ["al_loud"]


async def test_held_alerts_survive_a_restart(tmp_path: Path) -> None:
    """What waits for a digest stands in the store, not in memory."""
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret, group_wait=1)
        async with serving(tmp_path, [made]) as live:
            live.raise_alerts(alerts_on("permit", "permit"))
            await _until_held(live, 2)
        assert desk.received == []
        async with serving(tmp_path, [made]) as live:
            await desk.wait_for(1, 10)
            await live.until_ended(3)
        (digest,) = desk.received
        assert len(digest.event["data"]["alerts"]) == 2


async def _until_held(live: Live, count: int) -> None:
    await live.until(lambda: sum(r.held is not None for r in live.records(RECEIPTS)) >= count)


async def test_order_to_disable_and_enable_counts_at_once(tmp_path: Path) -> None:
    """Disabled by an operator, an endpoint hears nothing; enabled, it does again."""
    async with Receiver() as desk:
        async with serving(tmp_path, [endpoint(tmp_path, desk.url, desk.secret)]) as live:
            live.order(order(OrderKind.DISABLE, endpoint="desk"))
            live.raise_alerts(alerts_on("permit"))
            ended = await live.until_ended(1)
            assert ended["desk al_0"].reason == "disabled by ada: known"
            assert len(live.dead()) == 1
            live.order(order(OrderKind.ENABLE, endpoint="desk"))
            live.raise_alerts(alerts_on("permit", start=1))
            await desk.wait_for(1, 10)
        assert told(desk) == ["al_1"]


async def test_rotated_secret_signs_without_a_restart(tmp_path: Path) -> None:
    """After a rotation a subscriber may know either secret."""
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret)
        async with serving(tmp_path, [made]) as live:
            live.raise_alerts(alerts_on("permit"))
            await desk.wait_for(1, 10)
            rotate(made["secret"])
            live.order(order(OrderKind.ROTATE, endpoint="desk"))
            live.raise_alerts(alerts_on("permit", start=1))
            await desk.wait_for(2, 10)
            desk.secret = (tmp_path / "desk.secret").read_text("utf-8").split()[0]
            live.raise_alerts(alerts_on("permit", start=2))
            await desk.wait_for(3, 10)
        assert [got.verified for got in desk.received] == [True] * 3


async def test_rate_is_kept(tmp_path: Path) -> None:
    """An endpoint that wants ten a second gets no more than that."""
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret, rate=10)
        async with serving(tmp_path, [made]) as live:
            begun = monotonic()
            live.raise_alerts(alerts_on(*["permit"] * 8))
            await desk.wait_for(8, 10)
            # The first goes at once; the eighth cannot come before seven tenths of a second.
            assert monotonic() - begun >= 0.7


@pytest.mark.parametrize("value", ["plain", "env:DESK_TOKEN"])
async def test_configured_headers_are_sent(
    tmp_path: Path, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A subscriber behind a gateway gets the token it needs."""
    monkeypatch.setenv("DESK_TOKEN", "plain")
    async with Receiver() as desk:
        made = endpoint(tmp_path, desk.url, desk.secret, headers={"X-Token": value})
        async with serving(tmp_path, [made]) as live:
            live.raise_alerts(alerts_on("permit"))
            await desk.wait_for(1, 10)
    assert desk.received[0].headers["x-token"] == "plain"
