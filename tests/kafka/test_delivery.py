"""Delivery on a real broker: alerts as CloudEvents, orders obeyed, endpoints remembered."""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from agents.intake import publish, publish_articles
from agents.outbox import TableOutbox
from agents.reading import read_topic
from agents.records import KafkaRecords
from agents.worker import running
from monitor.clock import system_clock
from monitor.config.service import Delivery as Settings
from monitor.config.service import Kafka, Service
from monitor.config.watchlist import WatchList
from monitor.engine.kafka_topics import broker_name, create_topics, plan
from monitor.flow import build_flow
from monitor.language.model import Model
from monitor.replay.reading import read_story
from monitor.stages.codec import encode
from monitor.testing.faulty import Fault, failing
from monitor.testing.receiver import Receiver
from monitor.topics import ALERTS, ALERTS_BY_ID, DELIVERIES, ENDPOINTS, ORDERS, RECEIPTS, Topic
from schemas.delivery import DeliveryStatus
from schemas.order import Order, OrderKind
from tests.support.commands import call
from tests.support.files import endpoint
from tests.support.live import QUICK, alerts_on
from tests.support.making import delivery, lake_watchlist

pytestmark = pytest.mark.kafka


async def raw(kafka: Kafka, topic: Topic) -> list[ConsumerRecord]:
    """Return every message of a topic as the broker keeps it."""
    consumer = AIOKafkaConsumer(bootstrap_servers=list(kafka.bootstrap), enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(broker_name(kafka, topic), n) for n in range(kafka.partitions)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition, begin in (await consumer.beginning_offsets(partitions)).items():
            consumer.seek(partition, begin)
        found = []
        while any([await consumer.position(p) < ends[p] for p in partitions]):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                found += batch
        return found
    finally:
        await consumer.stop()


async def until(look: Callable[[], Any], seconds: float = 60.0) -> Any:  # noqa: ANN401 - a look's
    """Wait until a look at the broker shows something."""
    async with asyncio.timeout(seconds):
        while not (found := await look()):  # noqa: ASYNC110 - a broker is asked
            await asyncio.sleep(0.2)
        return found


async def delivering(
    service: Service, model: Model, endpoints: Sequence[dict[str, Any]], settings: dict[str, Any]
) -> tuple[Service, WatchList]:
    """Return a service with such settings of delivery and a watch-list, with the topics there."""
    watchlist = WatchList.model_validate(lake_watchlist() | {"endpoints": endpoints})
    service = service.model_copy(update={"delivery": Settings.model_validate(settings)})
    await create_topics(service.kafka, build_flow(watchlist, model))
    return service, watchlist


async def test_alerts_are_cloud_events_twice(service: Service, root: Path, tmp_path: Path) -> None:
    """Each alert stands on the log and under its own id, its attributes in the headers."""
    watchlist, articles = read_story(root / "seeds" / "stories" / "border-standoff.json")
    async with running(service, watchlist, tmp_path / "tables"):
        await publish_articles(service.kafka, articles, partition=0)

        async def both() -> list[list[ConsumerRecord]]:
            log, by_id = [await raw(service.kafka, t) for t in (ALERTS, ALERTS_BY_ID)]
            return [log, by_id] if len(log) >= 3 and len(log) == len(by_id) else []

        log, by_id = await until(both)
    assert {json.loads(m.value)["id"] for m in log} == {m.key.decode() for m in by_id}
    for message in (*log, *by_id):
        headers = dict(message.headers)
        data = json.loads(message.value)
        assert headers["ce_specversion"] == b"1.0"
        assert headers["ce_id"].decode() == data["id"]
        assert headers["ce_subject"].decode() == data["actor"]
        assert headers["content-type"] == b"application/json"
        assert headers["ce_type"] in (b"statement.new", b"position.changed", b"signal.raised")


async def test_topic_by_id_is_compacted(service: Service, model: Model) -> None:
    """The log is retained by time, the topic beside it by key."""
    flow = build_flow(WatchList.model_validate(lake_watchlist()), model)
    policies = {p.name: p.configs["cleanup.policy"] for p in plan(service.kafka, flow)}
    assert policies[broker_name(service.kafka, ALERTS_BY_ID)] == "compact"
    assert policies[broker_name(service.kafka, ALERTS)] == "delete"


async def test_orders_and_health_survive_a_worker(
    service: Service, model: Model, tmp_path: Path
) -> None:
    """A silence holds, a gone endpoint stays disabled on the next worker, retries go on."""
    async with Receiver() as desk, failing(Fault.GONE) as gone:
        desk.answer = lambda n: 500 if n == 0 else 204
        both = [
            endpoint(tmp_path, desk.url, desk.secret),
            endpoint(tmp_path, gone, id="gone"),
        ]
        service, watchlist = await delivering(service, model, both, QUICK)
        kafka = service.kafka
        silence = Order(
            id="sl_1",
            kind=OrderKind.SILENCE,
            issue="price-cap",
            at=system_clock(),
            until=system_clock() + timedelta(hours=1),
            by="ada",
            why="known",
        )
        await publish(kafka, ORDERS, [(silence.id, encode(silence))])
        for turn in (1, 2):
            async with running(service, watchlist, tmp_path / f"tables-{turn}"):
                found = alerts_on("permit", "price-cap", start=turn * 2 - 2)
                await publish(kafka, ALERTS, [(a.actor, encode(a)) for a in found])
                ended = await until(partial(all_ended, kafka, 4 * turn))
        assert [d.event["data"]["id"] for d in desk.received] == ["al_0", "al_0", "al_2"]
        assert {str(d.status) for d in ended if d.endpoint == "desk"} == {
            "delivered",
            "suppressed",
        }
        assert all("410" in str(d.reason) or d.attempts for d in ended if d.endpoint == "gone")
        late = [d for d in ended if d.endpoint == "gone" and d.alert in ("al_2", "al_3")]
        assert all(d.attempts == () for d in late)
        assert await read_topic(kafka, ENDPOINTS)
        assert len(await read_topic(kafka, DELIVERIES)) == 8


async def test_what_was_delivered_is_not_sent_by_the_next_worker(
    service: Service, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt that nobody had read as a worker ended counts, however late it is read."""
    quick = QUICK | {"schedule": [0, 2, 2]}
    async with Receiver() as desk:
        desk.answer = lambda n: 500 if n == 0 else 204
        only = [endpoint(tmp_path, desk.url, desk.secret)]
        service, watchlist = await delivering(service, model, only, quick)
        kafka = service.kafka
        first, second = alerts_on("permit", "permit")
        async with running(service, watchlist, tmp_path / "tables-1"):
            await publish(kafka, ALERTS, [(first.actor, encode(first))])
            (tried,) = await until(partial(read_topic, kafka, RECEIPTS))
        assert tried.status is DeliveryStatus.PENDING
        done = tried.model_copy(update={"status": DeliveryStatus.DELIVERED})
        await publish(kafka, RECEIPTS, [(done.endpoint, encode(done))])
        await asyncio.sleep((tried.due - system_clock()).total_seconds())
        settled = TableOutbox.settled

        async def late(*args: Any) -> None:  # noqa: ANN401 - handed on
            await asyncio.sleep(1.0)
            await settled(*args)

        monkeypatch.setattr(TableOutbox, "settled", late)
        async with running(service, watchlist, tmp_path / "tables-2"):
            await publish(kafka, ALERTS, [(second.actor, encode(second))])
            await until(partial(all_ended, kafka, 2))
        assert [d.event["data"]["id"] for d in desk.received] == ["al_0", "al_1"]


async def test_what_an_endpoint_was_spared_is_sent_later(
    service: Service, model: Model, tmp_path: Path
) -> None:
    """What was due as an endpoint began to fail is sent once it is well again."""
    quick = QUICK | {"breaker": {"failures": 2, "pause": 0.05, "longest": 0.1}, "concurrency": 1}
    async with Receiver() as desk:
        desk.answer = lambda n: 500 if n < 2 else 204
        only = [endpoint(tmp_path, desk.url, desk.secret)]
        service, watchlist = await delivering(service, model, only, quick)
        kafka = service.kafka
        async with running(service, watchlist, tmp_path / "tables"):
            # In the outbox before they are due, so that they are taken together.
            due = system_clock() + timedelta(seconds=3)
            waiting = [delivery(f"dl_{n}", due=due) for n in range(6)]
            await publish(kafka, DELIVERIES, [(d.endpoint, encode(d)) for d in waiting])
            ended = await until(partial(all_ended, kafka, 6))
        assert {d.status for d in ended} == {DeliveryStatus.DELIVERED}


def test_operator_reads_and_writes_the_topics(
    service: Service, model: Model, tmp_path: Path
) -> None:
    """The operator's commands see and order on Kafka what they do on one file."""
    watchlist = lake_watchlist() | {
        "endpoints": [endpoint(tmp_path, "https://u:secret@desk.example/")]
    }
    (tmp_path / "watchlist.json").write_text(json.dumps(watchlist), encoding="utf-8")
    config = tmp_path / "service.json"
    config.write_text(service.model_dump_json(), encoding="utf-8")
    kafka = service.kafka
    asyncio.run(create_topics(kafka, build_flow(WatchList.model_validate(watchlist), model)))
    about = ("--why", "moving", "--by", "ada", "--config", config)
    assert call("endpoints", "disable", "desk", *about).code == 0
    shown = call("endpoints", "list", "--config", config).out
    assert "disabled by ada: moving" in shown
    assert "secret" not in shown
    (found,) = alerts_on("permit")
    records = KafkaRecords(kafka)
    records.publish(ALERTS, [(found.actor, encode(found))])
    assert found.id in call("alerts", "tail", "--config", config).out
    following = records.follow(ALERTS, from_start=True)
    assert next(following) == found
    following.close()  # type: ignore[attr-defined]


async def all_ended(kafka: Kafka, count: int) -> list[Any]:
    """Return the deliveries that ended, once there are so many."""
    receipts: list[Any] = await read_topic(kafka, RECEIPTS)
    found = {r.id: r for r in receipts if r.status != "pending"}
    return list(found.values()) if len(found) >= count else []
